import type { ModifyDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../service';
import { ENGINE, isOlder, majorOf, resolveVersion } from './engine-versions';
import { globalClustersOf } from './global-clusters';
import { familyOf } from './groups';
import type { Region } from '../../world';
import type { Cluster } from './model';

/** The version that a cluster will have. Rows stay where they are: in PostgreSQL 17, whichever it is. */
export function versionAfter(region: Region, cluster: Cluster, input: ModifyDBClusterMessage): string {
  if (input.EngineVersion === undefined) return cluster.engineVersion;
  const wanted = resolveVersion(input.EngineVersion);
  const refuse = (message: string) => new AwsError('InvalidParameterCombination', message);
  if (wanted === cluster.engineVersion) return wanted;
  if (isOlder(wanted, cluster.engineVersion)) {
    throw refuse(`Cannot upgrade ${ENGINE} from ${cluster.engineVersion} to ${wanted}`);
  }
  if (majorOf(wanted) === majorOf(cluster.engineVersion)) return wanted;
  if (input.AllowMajorVersionUpgrade !== true) {
    throw refuse('The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.');
  }
  // Its members are upgraded together, by ModifyGlobalCluster (Aurora User Guide, Upgrading an Aurora global database).
  const global = globalClustersOf(region.world).of(cluster.arn);
  if (global !== undefined) {
    throw refuse(`The cluster ${cluster.identifier} is part of the global cluster ${global.identifier}: upgrade that.`);
  }
  const isCustom = cluster.parameterGroup !== `default.${familyOf(cluster.engineVersion)}`;
  if (isCustom && input.DBClusterParameterGroupName === undefined) {
    throw refuse(
      `The current DB cluster parameter group ${cluster.parameterGroup} is custom. You must explicitly specify a new DB ` +
        'cluster parameter group, either default or custom, for the engine version upgrade.',
    );
  }
  return wanted;
}
