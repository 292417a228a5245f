import { at, CHOSEN, CLUSTER, COMPLETE, executionOf, point, RECOVERY, type FakeReports } from '../cases';

export interface Story {
  /** @default 'regional-failover' */
  readonly workflow?: 'restore-validation';
  readonly record: object;
  readonly input?: unknown;
  /** When it is said, as an ISO 8601 time; at 03:46:51. */
  readonly now?: string;
  /** Changes what is read at the end. */
  readonly moment?: (reports: FakeReports) => void;
}

export const OTHER = executionOf().id.replace(/now$/, 'other');
export const UNSAFE = 'UnsafeToProceedError';
/** Nothing of it has been built yet. */
export const EARLY = {
  ...COMPLETE,
  database: null,
  stack: null,
  switch: null,
  trafficPoll: null,
  checks: [],
  verifiedAt: null,
  steps: [],
};
/** It has not been proven yet. */
export const BUILT = { ...COMPLETE, switch: null, trafficPoll: null, checks: [], verifiedAt: null };
export const STALE = { ...RECOVERY, chosen: point('0130', at('01:30:00'), 5400), freshness: 'stale' };
export const NEWER = point('0240', at('02:40:00'), 1200);
export const REPLICA = {
  ...RECOVERY,
  chosen: {
    ...CHOSEN,
    recoveryPointArn: 'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-replica',
    ageSeconds: 2,
  },
  chosenBecause: 'replicated',
  runnersUp: [],
  replication: {
    lagMilliseconds: 1200,
    measuredAt: at('02:59:00'),
    detail: 'the replica was 1.2 seconds behind at 02:59 UTC',
  },
};
export const primary = (reports: FakeReports) => reports.items.clear();
export const built = (reports: FakeReports) => {
  reports.items.clear();
  reports.clusterNames = [CLUSTER];
  reports.hasStack = true;
};
/** Earlier drills, the oldest first, by how many minutes each took: with a restore that took all but one of them. */
export const drills =
  (...minutes: readonly number[]) =>
  (reports: FakeReports) => {
    reports.items.clear();
    for (const [index, took] of [...minutes.entries()].toReversed())
      reports.evidence.set(`executions/drill-${index}.json`, JSON.stringify(drillEvidence(index, took)));
  };

/** Of one drill a quarter, the last of them in October. */
export function drillEvidence(index: number, minutes: number, overrides: object = {}): object {
  const startMs = Date.UTC(2024, index * 3);
  const iso = (afterMinutes: number) => new Date(startMs + afterMinutes * 60_000).toISOString();
  return {
    mode: 'drill',
    workload: 'pilot-light',
    execution: `drill-${index}`,
    startedAt: iso(0),
    verdict: 'passed',
    rto: { objectiveSeconds: 14_400, achievedSeconds: minutes * 60, met: true },
    steps: [
      { name: 'RestoreAurora', startedAt: iso(1), endedAt: iso(minutes), budgetSeconds: 7200, status: 'succeeded' },
    ],
    ...overrides,
  };
}

export const check = (suite: string, name: string, detail: string) => ({
  suite,
  name,
  passed: false,
  durationMs: 30_000,
  detail,
});
