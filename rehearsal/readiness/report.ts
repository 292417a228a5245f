import type { Conditions } from '../stage/conditions';
import type { Received } from '../stage/mails';
import type { Report } from '../../functions/readiness/contract';
import type { ReportCheck } from '../stage/report-check';

/** What one rehearsal of readiness came to. `pilotlight rehearse readiness --json` prints it as it is. */
export interface ReadinessReport extends Conditions, Received {
  readonly verdict: 'passed' | 'failed';
  /** What was broken; null: nothing. */
  readonly broken: string | null;
  /** The last report before that, and the first that shows it (or the last of all). */
  readonly before: Report;
  readonly after: Report;
  /** One a scheduled run. */
  readonly reports: readonly { readonly checkedAt: string; readonly state: string; readonly announced: boolean }[];
  /** The notifications. */
  readonly notifications: readonly { readonly at: string; readonly subject: string; readonly message: string }[];
  /** Clusters, instances, caches and stacks in the standby region that nothing here should have made. */
  readonly orphans: readonly string[];
  readonly checks: readonly ReportCheck[];
}
