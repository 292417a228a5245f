import { parameterFamily } from '../shared/names';
import type { Facts } from './facts';
import type { Policy } from './finding';

/** Name of the cluster parameter group that a restore of the newest recovery point takes. */
export function parameterGroupOf(
  engine: Facts['engine'],
  policy: Pick<Policy, 'ENGINE_VERSION' | 'DB_CLUSTER_PARAMETER_GROUP_PREFIX'>,
): string {
  const version = engine.kind === 'read' ? engine.value.version : policy.ENGINE_VERSION;
  return `${policy.DB_CLUSTER_PARAMETER_GROUP_PREFIX}${parameterFamily(version)}`;
}
