import type { CopyUnderWayOfAnother } from '../account-copies';
import type { JobFact } from '../backup-jobs';
import type { RecoveryPoint } from '../recovery-points';

/** What the two regions say about the backups of the cluster, of the last day. */
export interface Facts {
  readonly nowMs: number;
  readonly standbyPoints: readonly RecoveryPoint[];
  readonly primaryPoints: readonly RecoveryPoint[];
  readonly jobs: readonly JobFact[];
  /** Of other databases of the account, into the standby region. */
  readonly otherCopies: readonly CopyUnderWayOfAnother[];
}
