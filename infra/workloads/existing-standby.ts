import { Stack } from 'aws-cdk-lib';
import { type ISecurityGroup, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { StringListParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Names } from '../names';
import type { ExistingWorkload } from '../config/existing-workload';
import { type RolePermission, wildcard } from '../permissions/permission';
import type { IsolatedNetwork } from '../constructs/isolated-network';

export interface ExistingStandbyProps {
  readonly workload: ExistingWorkload;
  readonly parameters: Names['parameters'];
  /** Names of the SSM parameters that the activation template takes. */
  readonly activationParameters: readonly string[];
  readonly network: IsolatedNetwork;
  /** The group that a restored cluster is put into. */
  readonly database: ISecurityGroup;
}

const OF_THE_TEAM = 'The team has written this permission itself, in workload.activationPermissions.';

/**
 * What a workload that runs already finds in the standby region: beside the database's ARNs, which it reads where the
 * reference workload does, a way to the database for functions that speak PostgreSQL instead of the Data API. Returns
 * what its activation needs permission for.
 */
export function existingStandby(
  scope: Construct,
  { workload, parameters, activationParameters, network, database }: ExistingStandbyProps,
): Readonly<Record<string, readonly RolePermission[]>> {
  const clients = new SecurityGroup(scope, 'DatabaseClients', {
    vpc: network.vpc,
    description: 'Clients of the database: egress to it, no ingress',
    allowAllOutbound: false,
  });
  clients.connections.allowTo(database, Port.tcp(5432), 'PostgreSQL');
  new StringParameter(scope, 'DatabaseClientsParameter', {
    parameterName: parameters.databaseClients,
    description: 'The group of those that reach a restored database on its port',
    stringValue: clients.securityGroupId,
  });
  new StringListParameter(scope, 'SubnetsParameter', {
    parameterName: parameters.subnets,
    description: 'The subnets that a restored database is in',
    stringListValue: network.vpc.selectSubnets({ subnetGroupName: 'database' }).subnetIds,
  });
  const { region, account } = Stack.of(scope);
  return {
    workload: workload.activationPermissions.map(({ actions, resources }) => ({
      actions,
      resources: resources.map((resource) =>
        `${actions.join()} ${resource}`.includes('*') ? wildcard(resource, OF_THE_TEAM) : resource,
      ),
    })),
    ...(activationParameters.length === 0
      ? {}
      : {
          parameters: [
            {
              actions: ['ssm:GetParameters'],
              resources: activationParameters.map((name) => `arn:aws:ssm:${region}:${account}:parameter${name}`),
            },
          ],
        }),
  };
}
