import { Role } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { arnsOf } from '../permissions/arns';
import { grant, type Wildcard } from '../permissions/permission';
import { serviceOfAccount } from '../permissions/service-of-account';

export interface WorkloadRoleProps {
  readonly config: Config;
  readonly region: string;
  readonly logGroup: ILogGroup;
  /** The cluster, or a pattern where it does not exist yet. */
  readonly clusters: readonly (string | Wildcard)[];
  readonly roleName?: string;
}

/** What the workload may do: find its database, and talk to it. */
export function workloadRole(scope: Construct, id: string, props: WorkloadRoleProps): Role {
  const { config, clusters } = props;
  const { parameters, secrets } = namesOf(config);
  const { parameter, secret } = arnsOf(config, props.region);
  const role = new Role(scope, id, {
    roleName: props.roleName,
    assumedBy: serviceOfAccount(scope, 'lambda'),
    description: 'The workload: reads where its database is and runs SQL over the Data API',
  });
  props.logGroup.grantWrite(role);
  grant(
    role,
    {
      actions: ['ssm:GetParameters'],
      resources: [parameters.clusterArn, parameters.secretArn].map(parameter),
    },
    { actions: ['rds-data:ExecuteStatement'], resources: clusters },
    { actions: ['secretsmanager:GetSecretValue'], resources: [secret(secrets.application)] },
  );
  return role;
}
