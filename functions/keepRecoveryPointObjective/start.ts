import type { Keeper } from './aws';
import type { Environment } from './contract';
import type { Verdict } from './decide';

const MINUTE_MS = 60_000;

/** Ids of the jobs that were started. */
export interface Started {
  readonly copyJobId: string | null;
  readonly backupJobId: string | null;
}

/** A call that is repeated in the same interval asks for the same jobs. */
export async function start(
  keeper: Keeper,
  { copy, startBackup }: Pick<Verdict, 'copy' | 'startBackup'>,
  nowMs: number,
  environment: Environment,
): Promise<Started> {
  let copyJobId: string | null = null;
  if (copy !== undefined) {
    const point = copy.recoveryPointArn.slice(copy.recoveryPointArn.lastIndexOf(':') + 1);
    const token = `${environment.WORKLOAD_NAME}-copy-${point}-${copy.failures}`;
    copyJobId = await keeper.startCopy({ environment, token }, copy.recoveryPointArn);
  }
  if (!startBackup) return { copyJobId, backupJobId: null };
  const interval = Math.floor(nowMs / (environment.INTERVAL_MINUTES * MINUTE_MS));
  const token = `${environment.WORKLOAD_NAME}-backup-${interval}`;
  return { copyJobId, backupJobId: await keeper.startBackup({ environment, token }) };
}
