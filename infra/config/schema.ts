import * as z from 'zod';
import { Backup } from './backup';
import { BackupFailure } from './backup-failure';
import { Cluster } from './cluster';
import { Drill } from './drill';
import { region, text } from './fields';
import { Freshness } from './freshness';
import { Network } from './network';
import { Notifications } from './notifications';
import { Objectives } from './objectives';
import { Profile } from './profile';
import { Readiness } from './readiness';
import { Recovery } from './recovery';
import { Traffic } from './traffic';
import { Validation } from './validation';
import { Workload } from './workload';
import { withId, Zone } from './zone';

/** Everything that a team may want to change. The defaults are those of the reference workload. */
export type Config = z.output<typeof Settings>;

/** The sections, each in a file of its own. What does not go together is in `consistency.ts`. */
export const Settings = z.strictObject({
  /** Prefix of every physical name. */
  name: text(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'write lower-case letters, digits and single hyphens, beginning with a letter',
  )
    .max(20, 'write 20 characters or fewer: bucket and cluster names are made from it')
    .default('pilot-light'),
  account: text(/^\d{12}$/, 'write the 12 digits of the AWS account, as a string').default('111111111111'),
  primaryRegion: region.default('us-east-1'),
  standbyRegion: region.default('us-west-2'),
  profile: Profile,
  workload: Workload.prefault({ kind: 'reference' }),
  /** `warm` keeps the activation stack deployed at minimum capacity: a failover waits for the database alone. */
  standby: z.enum(['pilot-light', 'warm'], 'write "pilot-light" or "warm"').default('pilot-light'),
  /** What recovers the database: `snapshot` restores a backup, `global` promotes the replica of a global database. */
  database: z.enum(['snapshot', 'global'], 'write "snapshot" or "global"').default('snapshot'),
  objectives: Objectives.prefault({}),
  zone: Zone.prefault({}).transform(withId),
  traffic: Traffic.prefault({}),
  cluster: Cluster.prefault({}),
  backup: Backup.prefault({}),
  network: Network.prefault({}),
  recovery: Recovery.prefault({}),
  validation: Validation.prefault({}),
  drill: Drill.prefault({}),
  backupFailure: BackupFailure.prefault({}),
  freshness: Freshness.prefault({}),
  readiness: Readiness.prefault({}),
  notifications: Notifications.prefault({}),
});
