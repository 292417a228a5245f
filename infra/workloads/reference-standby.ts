import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { ReferenceWorkload } from '../config/reference-workload';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { StandbyCache } from '../constructs/standby-cache';
import { functionLogGroup } from '../factories/function-log-group';
import { workloadRole } from '../factories/workload-role';
import type { IsolatedNetwork } from '../constructs/isolated-network';
import { arnsOf } from '../permissions/arns';
import type { RolePermission } from '../permissions/permission';
import { referenceActivationPermissions } from './reference-activation-permissions';
import { WorkloadApi } from '../constructs/workload-api';

export interface ReferenceStandbyProps {
  readonly config: Config;
  readonly workload: ReferenceWorkload;
  readonly network: IsolatedNetwork;
  readonly key: IKey;
}

/** What the reference workload has ready in the standby region. Returns what its activation needs permission for. */
export function referenceStandby(
  scope: Construct,
  { config, workload, network, key }: ReferenceStandbyProps,
): Readonly<Record<string, readonly RolePermission[]>> {
  const { region } = Stack.of(scope);
  const arns = arnsOf(config);
  const names = namesOf(config);
  const { engine, ...cache } = workload.cache;
  if (engine !== 'none') new StandbyCache(scope, 'CacheGround', { engine, cache, names, network, key });
  const { api } = new WorkloadApi(scope, 'Http', {
    config,
    apiName: names.standbyApi,
    regionalName: config.traffic.standbyName,
    throttling: workload.throttling,
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
    logGroup: functionLogGroup(scope, 'WorkloadLogs', { functionName: names.workloadFunction }),
    clusters: [arns.restored('cluster'), ...arns.promoted],
  });
  new CfnOutput(scope, 'ApiId', { value: api.apiId });
  return referenceActivationPermissions({ config, api });
}
