import { LATEST_KEY, Report } from '../../readiness/contract';
import { UNKNOWN_READINESS, type ReadinessBefore } from './record';

export const READINESS_KEY = LATEST_KEY;

/** What the report already knew; whatever is no report is unknown. */
export function parseReadiness(text: string | undefined, nowMs: number): ReadinessBefore {
  const report = Report.pick({ state: true, checkedAt: true, checks: true }).safeParse(jsonOf(text));
  if (!report.success) return UNKNOWN_READINESS;
  const { state, checkedAt, checks } = report.data;
  return {
    state,
    checkedAt,
    ageMinutes: Math.floor((nowMs - Date.parse(checkedAt)) / 60_000),
    problems: checks
      .filter((check) => check.state !== 'ready')
      .map(({ name, state: one, detail, fix }) => ({ name, state: one, detail, fix })),
  };
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
