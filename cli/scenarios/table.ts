import type { Command } from '../command';
import { backupFailure } from './backup-failure';
import { failover } from './failover';
import { readiness } from './readiness';
import { restoreValidation } from './restore-validation';

/** What `pilotlight rehearse SCENARIO` knows; the first is what it rehearses without a name. */
export const SCENARIOS: readonly [Command, ...Command[]] = [failover, restoreValidation, backupFailure, readiness];
