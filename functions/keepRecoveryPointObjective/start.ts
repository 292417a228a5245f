import { inWords, isNamed } from '../shared/aws-errors';
import type { Keeper } from './aws';
import type { Environment } from './contract';
import type { Verdict } from './decide';

const MINUTE_MS = 60_000;

/** Ids of the jobs that were started, and what AWS Backup said to those that it would not start. */
export interface Started {
  readonly copyJobId: string | null;
  readonly backupJobId: string | null;
  readonly refused: string | null;
}

/** A call that is repeated in the same interval asks for the same jobs. What is refused holds nothing else up. */
export async function start(
  keeper: Keeper,
  { copy, startBackup }: Pick<Verdict, 'copy' | 'startBackup'>,
  nowMs: number,
  environment: Environment,
): Promise<Started> {
  const refusals: string[] = [];
  const attempt = async (what: string, ask: () => Promise<string>): Promise<string | null> => {
    try {
      return await ask();
    } catch (error) {
      if (!isNamed(error, ...REFUSALS)) throw error;
      refusals.push(`${what} was refused: ${inWords(error)}`);
      return null;
    }
  };
  const copyJobId = copy === undefined ? null : await attempt('the copy', () => askForCopy(keeper, copy, environment));
  const backupJobId = startBackup ? await attempt('the backup', () => askForBackup(keeper, nowMs, environment)) : null;
  return { copyJobId, backupJobId, refused: refusals.length === 0 ? null : refusals.join('; ') };
}

/**
 * A quota, and a recovery point that has expired since it was listed (AWS Backup API Reference, StartCopyJob and
 * StartBackupJob, Errors). Both are answers of a primary that is there and set up; the next tick reads anew.
 */
const REFUSALS = ['LimitExceededException', 'ResourceNotFoundException'] as const;

function askForCopy(keeper: Keeper, copy: NonNullable<Verdict['copy']>, environment: Environment): Promise<string> {
  const point = copy.recoveryPointArn.slice(copy.recoveryPointArn.lastIndexOf(':') + 1);
  const token = `${environment.WORKLOAD_NAME}-copy-${point}-${copy.failures}`;
  return keeper.startCopy({ environment, token }, copy.recoveryPointArn);
}

function askForBackup(keeper: Keeper, nowMs: number, environment: Environment): Promise<string> {
  const interval = Math.floor(nowMs / (environment.INTERVAL_MINUTES * MINUTE_MS));
  return keeper.startBackup({ environment, token: `${environment.WORKLOAD_NAME}-backup-${interval}` });
}
