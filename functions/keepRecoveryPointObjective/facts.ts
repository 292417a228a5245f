import type { JobFact } from '../shared/backup-jobs';
import type { ListedPoint } from '../shared/recovery-points';

/** What the two regions say about the backups of the cluster, of the last day. */
export interface Facts {
  readonly nowMs: number;
  readonly standbyPoints: readonly ListedPoint[];
  readonly primaryPoints: readonly ListedPoint[];
  readonly jobs: readonly JobFact[];
}
