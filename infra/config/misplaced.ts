import { REFERENCE_SETTINGS } from './reference-workload';

/** Where settings stood before they went to the reference workload, which alone has them. */
const MOVED: Readonly<Record<string, string>> = {
  alarms: 'workload.alarms',
  cache: 'workload.cache',
  frontend: 'workload.frontend',
  'network.primaryCidr': 'workload.cidr',
};

/** What ended a step, and now reports that it is late. */
const RENAMED: Readonly<Record<string, string>> = {
  'validation.restoreDeadlineMinutes': 'validation.restoreBudgetMinutes',
  'validation.checkDeadlineMinutes': 'validation.checkBudgetMinutes',
  'validation.cleanUpDeadlineMinutes': 'validation.cleanUpBudgetMinutes',
};

/** What to write in place of a setting that is not where it belongs; undefined for one that there never was. */
export function misplaced(path: string): string | undefined {
  const target = MOVED[path];
  if (target !== undefined)
    return `write it as ${target}, beside "kind": "reference", or leave it out: only the reference workload has it`;
  const renamed = RENAMED[path];
  if (renamed !== undefined)
    return `write it as ${renamed}: a step that takes longer is reported, and recovery.deadlineHours ends it`;
  const [section, setting = ''] = path.split('.');
  if (section !== 'workload' || !(setting in REFERENCE_SETTINGS)) return undefined;
  return 'remove it: only the reference workload has it; what yours needs goes into its activation template';
}
