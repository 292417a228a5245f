import type { Command, Summary } from '../command';
import { azFailure } from './az-failure';
import { backupFailure } from './backup-failure';
import { corruption } from './corruption';
import { failover } from './failover';
import { quarterlyDrill } from './quarterly-drill';
import { readiness } from './readiness';
import { restoreValidation } from './restore-validation';

type Named = Command & Summary;

/** What `pilotlight rehearse SCENARIO` knows; the first is what it rehearses without a name. */
export const REHEARSALS: readonly [Named, ...Named[]] = [
  failover,
  restoreValidation,
  backupFailure,
  azFailure,
  readiness,
  corruption,
  quarterlyDrill,
];
