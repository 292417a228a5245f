import type { ReportCheck } from './report-check';

/** @param orphans undefined: no record could be read that would account for what is there */
export function orphanCheck(orphans: readonly string[] | undefined): ReportCheck {
  const name = 'nothing orphaned';
  if (orphans === undefined) return { name, passed: null, detail: 'no record could be read that would account for it' };
  return {
    name,
    passed: orphans.length === 0,
    detail: orphans.length === 0 ? 'no cluster, instance, cache or stack is unaccounted for' : orphans.join(', '),
  };
}
