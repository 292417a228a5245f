import { inWords } from '../shared/aws-errors';
import { judgeError } from '../shared/rds-errors';
import type { Placement } from './aws';
import { type CandidateResult, done, refused, tagsOf, type Work } from './work';

/** Aurora's minimum, and free (Aurora User Guide, Backup storage): what is removed within hours needs no backups. */
const SHORTEST_RETENTION_DAYS = 1;
/** From these a snapshot does not become available. */
const LOST_SNAPSHOTS: ReadonlySet<string> = new Set(['failed', 'deleting', 'deleted']);

/** Begins the restore of one recovery point. */
export async function restoreCluster(work: Work): Promise<CandidateResult> {
  const { database, environment, clusterIdentifier } = work;
  const snapshotArn = work.candidate.recoveryPointArn;
  const snapshot = await database.snapshot(snapshotArn);
  if (snapshot === undefined) return { kind: 'rejected', reason: 'RDS does not have the snapshot' };
  if (LOST_SNAPSHOTS.has(snapshot.status)) return { kind: 'rejected', reason: `the snapshot is ${snapshot.status}` };
  if (snapshot.status !== 'available') return refused(work, 'notYet', `the snapshot is ${snapshot.status}`);
  try {
    const request = { clusterIdentifier, snapshotArn, snapshot, tags: tagsOf(work), ...placementOf(work) };
    await database.restore(request, environment);
  } catch (error) {
    return afterError(work, error);
  }
  return done(work, 'restoring', `restoring ${clusterIdentifier}`, ['restoreCluster'], 'available');
}

function afterError(work: Work, error: unknown): CandidateResult {
  const meaning = judgeError(error);
  switch (meaning) {
    case 'exists':
      // Somebody made it since we looked: the next call sees whose it is.
      return done(work, 'restoring', 'the cluster exists already', [], null);
    case 'rejectCandidate':
      return { kind: 'rejected', reason: inWords(error) };
    case 'gone':
    case 'unknown':
      throw error;
    default:
      return refused(work, meaning, inWords(error));
  }
}

function placementOf({ input, environment }: Work): Placement {
  return input.mode === 'validation'
    ? {
        subnetGroupName: environment.VALIDATION_DB_SUBNET_GROUP_NAME,
        securityGroupIds: environment.VALIDATION_VPC_SECURITY_GROUP_IDS,
        backupRetentionDays: SHORTEST_RETENTION_DAYS,
        // RDS makes the log group and keeps it for ever: what is removed within hours leaves none behind.
        logExports: [],
      }
    : {
        subnetGroupName: environment.DB_SUBNET_GROUP_NAME,
        securityGroupIds: environment.VPC_SECURITY_GROUP_IDS,
        backupRetentionDays: environment.BACKUP_RETENTION_DAYS,
        logExports: ['postgresql'],
      };
}
