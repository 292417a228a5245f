import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import { namesOf } from '../names';
import { functionLogGroup } from './bundled-function';
import { cacheGround } from './cache-ground';
import { databaseSecretArn } from './global-database';
import type { IsolatedNetwork } from './isolated-network';
import { referenceActivationPermissions } from './reference-activation-permissions';
import { WorkloadApi } from './workload-api';
import { workloadRole } from './workload-function';

export interface ReferenceStandbyProps {
  readonly config: Config;
  readonly network: IsolatedNetwork;
  readonly key: IKey;
}

/** What the reference workload has ready in the standby region. Returns what its activation needs permission for. */
export function referenceStandby(
  scope: Construct,
  { config, network, key }: ReferenceStandbyProps,
): Readonly<Record<string, readonly PolicyStatement[]>> {
  const { region, account } = Stack.of(scope);
  const names = namesOf(config);
  cacheGround(scope, 'CacheGround', { config, network, key });
  const { api } = new WorkloadApi(scope, 'Http', {
    config,
    apiName: names.standbyApi,
    regionalName: config.traffic.standbyName,
  });
  new StringParameter(scope, 'ApiIdParameter', {
    parameterName: names.parameters.apiId,
    description: 'The API that the activation stack puts its routes on',
    stringValue: api.apiId,
  });
  workloadRole(scope, 'WorkloadRole', {
    config,
    roleName: names.workloadRole,
    region,
    logGroup: functionLogGroup(scope, 'WorkloadLogs', names.workloadFunction),
    // The cluster is restored in a failover: its identifier begins with our name, and the rest is not known ahead.
    clusterArn: `arn:aws:rds:${region}:${account}:cluster:${names.restoredPrefix}*`,
    // RDS names the secret after the new cluster's resource id, which is not known ahead.
    managedSecretArn: `arn:aws:secretsmanager:${region}:${account}:secret:rds!cluster-*`,
    ...(config.database === 'global' ? { databaseSecretArn: databaseSecretArn(config, region) } : {}),
  });
  new CfnOutput(scope, 'ApiEndpoint', { value: api.apiEndpoint });
  new CfnOutput(scope, 'ApiId', { value: api.apiId });
  return referenceActivationPermissions({ config, api, key });
}
