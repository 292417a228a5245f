import { VALIDATION_LOCK_KEY, validationPrefix } from '../../shared/names';
import { type Action, actionsOf } from '../common/action';
import { COMMON_ACTIONS } from '../common/actions';
import { awsCommand, describeExecution, readLockItem } from '../common/commands';
import type { BuildForValidation, ValidationActionFacts } from './action';
import type { ClusterActionName, ValidationActionName } from './action-names';
import { STARTS } from './start-actions';

/** A week: RDS keeps events for fourteen days (Amazon RDS API Reference, DescribeEvents). In minutes. */
const EVENTS_OF = 10_080;

const INSPECTIONS: Readonly<Record<ClusterActionName, BuildForValidation>> = {
  followOwner: (facts) => {
    const owner = facts.record.lock?.owner ?? null;
    if (owner === null) return INSPECTIONS.whoHoldsTheLock(facts);
    return { sentence: 'Follow the validation that runs', command: describeExecution(facts, owner) };
  },

  whoHoldsTheLock: (facts) => ({
    sentence: 'Check which validation holds the lock now',
    command: readLockItem(facts, VALIDATION_LOCK_KEY),
  }),

  inspectClusters: (facts) => ({
    sentence: 'Check the clusters of validations',
    command: awsCommand(
      facts,
      'rds describe-db-clusters',
      '--query',
      `DBClusters[?starts_with(DBClusterIdentifier,\`${validationPrefix(facts.environment.WORKLOAD_NAME)}\`)].[DBClusterIdentifier,Status,DeletionProtection]`,
      '--output',
      'text',
    ),
  }),

  clusterEvents: (facts) => {
    const cluster = facts.record.restored?.clusterIdentifier;
    if (cluster === undefined) return INSPECTIONS.inspectClusters(facts);
    const words = ['--source-type', 'db-cluster', '--source-identifier', cluster, '--duration', String(EVENTS_OF)];
    return { sentence: 'Check the events of the cluster', command: awsCommand(facts, 'rds describe-events', ...words) };
  },
};

const ACTIONS: Readonly<Record<ValidationActionName, BuildForValidation>> = {
  ...COMMON_ACTIONS,
  ...STARTS,
  ...INSPECTIONS,
};

/** Those of the actions that can be done, in their order. */
export function validationActions(
  names: readonly ValidationActionName[],
  facts: ValidationActionFacts,
): readonly Action[] {
  return actionsOf(ACTIONS, names, facts);
}
