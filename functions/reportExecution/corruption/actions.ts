import { awsCommand as commandIn } from '../../shared/aws-command';
import { CORRUPTION_LOCK_KEY, repairPrefix, TAG } from '../../shared/names';
import { type Action, actionsOf } from '../common/action';
import { COMMON_ACTIONS } from '../common/actions';
import { awsCommand, describeExecution, invokeFunction, readLockItem } from '../common/commands';
import type { BuildForCorruption, CorruptionActionFacts } from './action';
import type { CorruptionActionName, CorruptionInspectionName } from './action-names';
import { primaryRegionOf } from './facts';
import { STARTS } from './start-actions';

/** A week: RDS keeps events for fourteen days (Amazon RDS API Reference, DescribeEvents). In minutes. */
const EVENTS_OF = 10_080;

const INSPECTIONS: Readonly<Record<CorruptionInspectionName, BuildForCorruption>> = {
  followOwner: (facts) => {
    const owner = facts.record.lock?.owner ?? null;
    if (owner === null) return INSPECTIONS.whoHoldsTheLock(facts);
    return { sentence: 'Follow the one that runs', command: describeExecution(facts, owner) };
  },

  whoHoldsTheLock: (facts) => ({
    sentence: 'Check which execution holds the lock now',
    command: readLockItem(facts, CORRUPTION_LOCK_KEY),
  }),

  inspectRestored: (facts) => {
    const prefix = repairPrefix(facts.environment.WORKLOAD_NAME);
    const query = `DBClusters[?starts_with(DBClusterIdentifier,\`${prefix}\`)].[DBClusterIdentifier,Status,DeletionProtection]`;
    return {
      sentence: 'Check the clusters of such recoveries',
      command: inPrimary(facts, 'rds describe-db-clusters', '--query', query, '--output', 'text'),
    };
  },

  clusterEvents: (facts) => {
    const cluster = facts.record.restored?.clusterIdentifier;
    if (cluster === undefined) return INSPECTIONS.inspectRestored(facts);
    const words = ['--source-type', 'db-cluster', '--source-identifier', cluster, '--duration', String(EVENTS_OF)];
    return { sentence: 'Check the events of the cluster', command: inPrimary(facts, 'rds describe-events', ...words) };
  },

  readFrom: (facts) => {
    const { restored } = facts.record;
    if (restored?.clusterArn == null || restored.readerSecretId === null) return undefined;
    const words = [
      '--resource-arn',
      restored.clusterArn,
      '--secret-arn',
      restored.readerSecretId,
      '--database',
      restored.databaseName ?? 'postgres',
      '--sql',
      "select table_schema, table_name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')",
    ];
    return { sentence: 'Read from it', command: inPrimary(facts, 'rds-data execute-statement', ...words) };
  },

  keepLonger: (facts) => {
    const arn = facts.record.restored?.clusterArn ?? null;
    const until = keptUntil(facts);
    if (arn === null || until === null) return undefined;
    const later = new Date(Date.parse(until) + 86_400_000).toISOString();
    const tags = `Key=${TAG.keepUntil},Value=${later}`;
    return {
      sentence: 'Keep it a day longer; it is removed within the hour after the time of this tag',
      command: inPrimary(facts, 'rds add-tags-to-resource', '--resource-name', arn, '--tags', tags),
    };
  },

  removeNow: (facts) => {
    const { restored, recoveryId } = facts.record;
    if (restored === null || recoveryId === null) return undefined;
    const payload = { action: 'remove', recoveryId, evenIfKept: true };
    return {
      sentence: 'Remove it now (it says what it waits for; run it again until nothing is left)',
      command: invokeFunction(facts, facts.environment.RESTORE_TO_POINT_IN_TIME_NAME, payload),
    };
  },

  readList: (facts) => {
    const { recoveryId, before } = facts.record;
    if (recoveryId === null || before === null) return undefined;
    const address = `s3://${facts.environment.EVIDENCE_BUCKET_NAME}/corruption/${recoveryId}/before/`;
    return {
      sentence: 'List the objects that hold the rows, one JSON object a line',
      command: awsCommand(facts, 's3 ls', '--recursive', address),
    };
  },

  listPrimaryPoints: (facts) => ({
    sentence: 'List the recovery points of the primary vault',
    command: inPrimary(
      facts,
      'backup list-recovery-points-by-backup-vault',
      '--backup-vault-name',
      facts.environment.PRIMARY_VAULT_NAME,
      '--query',
      'RecoveryPoints[].[CreationDate,Status,RecoveryPointArn]',
      '--output',
      'text',
    ),
  }),

  describeLive: (facts) => {
    const { PRIMARY_CLUSTER_ARN: arn } = facts.environment;
    const query = 'DBClusters[].[Status,EarliestRestorableTime,LatestRestorableTime]';
    const words = ['--db-cluster-identifier', arn.slice(arn.lastIndexOf(':') + 1), '--query', query];
    return { sentence: 'Check the live cluster', command: inPrimary(facts, 'rds describe-db-clusters', ...words) };
  },
};

const ACTIONS: Readonly<Record<CorruptionActionName, BuildForCorruption>> = {
  ...COMMON_ACTIONS,
  // The cluster, its key and its quotas are the primary region's.
  raiseQuota: (facts) => COMMON_ACTIONS.raiseQuota({ ...facts, region: primaryRegionOf(facts) }),
  listRecoveryPoints: INSPECTIONS.listPrimaryPoints,
  ...STARTS,
  ...INSPECTIONS,
};

/** Those of the actions that can be done, in their order. */
export function corruptionActions(
  names: readonly CorruptionActionName[],
  facts: CorruptionActionFacts,
): readonly Action[] {
  return actionsOf(ACTIONS, names, facts);
}

/** Until when what was restored is kept. */
export function keptUntil({ record }: Pick<CorruptionActionFacts, 'record'>): string | null {
  return record.removal?.keptUntil ?? record.restored?.keepUntil ?? record.request?.keepUntil ?? null;
}

function inPrimary(facts: CorruptionActionFacts, operation: string, ...words: readonly string[]): string {
  return commandIn(primaryRegionOf(facts), operation, ...words);
}
