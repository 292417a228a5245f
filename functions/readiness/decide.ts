import type { CheckResult, Report } from './contract';
import { activationAssets, activationBuild, activationStack, activationTemplate } from './checks/activation';
import { workloadFence } from './checks/workload-fence';
import { cache } from './checks/cache';
import { evidenceBucket, functions, lock, notifications, parameters, roles, stateMachines } from './checks/control';
import { key, recoveryPoint, secrets, vault } from './checks/data';
import { clusterParameterGroup, engineVersion, securityGroups, subnetGroup } from './checks/database';
import { frontend } from './checks/frontend';
import { primaryReader } from './checks/primary-reader';
import { clusterQuota, concurrencyQuota, instanceQuota } from './checks/quotas';
import { healthCheck, publicName, trafficSwitch } from './checks/traffic';
import type { Facts } from './facts';
import { type Policy, type ReadinessCheck, worst } from './finding';
import { nextDrillMs } from '../shared/drill-date';

/** Everything that a failover will need, in the order in which it needs it. */
export const CHECKS: readonly ReadinessCheck[] = [
  recoveryPoint,
  vault,
  key,
  secrets,
  lock,
  stateMachines,
  functions,
  roles,
  notifications,
  evidenceBucket,
  subnetGroup,
  clusterParameterGroup,
  securityGroups,
  engineVersion,
  clusterQuota,
  instanceQuota,
  concurrencyQuota,
  parameters,
  activationTemplate,
  activationAssets,
  activationBuild,
  activationStack,
  workloadFence,
  cache,
  frontend,
  healthCheck,
  trafficSwitch,
  publicName,
  // What a lost zone needs, which is no failover to the standby.
  primaryReader,
];

export function judge(facts: Facts, policy: Policy): readonly CheckResult[] {
  return CHECKS.map((check) => ({ name: check.name, ...check.judge(facts, policy) }));
}

/** When a drill runs by itself next; undefined where none does, null where that is not known. */
export function nextDrillAt(
  { drillsTurnedOnAt, nowMs }: Pick<Facts, 'drillsTurnedOnAt' | 'nowMs'>,
  { DRILL }: Pick<Policy, 'DRILL'>,
): string | null | undefined {
  if (DRILL === undefined) return undefined;
  if (drillsTurnedOnAt.kind === 'unread') return null;
  // As the drill itself: a parameter that is gone counts as old.
  const next = nextDrillMs(DRILL, drillsTurnedOnAt.value?.getTime() ?? 0, nowMs);
  return next === undefined ? null : new Date(next).toISOString();
}

export function toReport(
  checks: readonly CheckResult[],
  about: Pick<Report, 'workload' | 'region' | 'checkedAt' | 'trigger'>,
): Report {
  const count = (state: CheckResult['state']) => checks.filter((check) => check.state === state).length;
  return {
    version: 1,
    ...about,
    state: worst(checks.map(({ state }) => state)),
    counts: { ready: count('ready'), degraded: count('degraded'), notReady: count('not-ready') },
    checks: [...checks],
  };
}

/** What differs from the report before, as the event says it. */
export interface Change {
  readonly workload: string;
  readonly state: string;
  /** `unknown` where there was no report before. */
  readonly previousState: string;
  readonly checkedAt: string;
  readonly checks: readonly {
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly detail: string;
    readonly fix: string | null;
  }[];
  /** The same in one line, for a log or a chat. */
  readonly message: string;
}

/** What changed since the report before; undefined when every check has the state that it had. */
export function changeSince(previous: Report | undefined, report: Report): Change | undefined {
  const before = new Map(previous?.checks.map(({ name, state }) => [name, state]));
  const checks = report.checks.flatMap(({ name, state, detail, fix }) => {
    const from = before.get(name) ?? 'unknown';
    // Of the first report only what is wrong is news.
    if (from === state || (from === 'unknown' && state === 'ready')) return [];
    return [{ name, from, to: state, detail, fix }];
  });
  const previousState = previous?.state ?? 'unknown';
  if (checks.length === 0 && previousState === report.state) return undefined;
  return {
    workload: report.workload,
    state: report.state,
    previousState,
    checkedAt: report.checkedAt,
    checks,
    message: messageOf(report, previousState, checks),
  };
}

function messageOf(report: Report, previousState: string, checks: Change['checks']): string {
  const lines = checks.map(
    ({ name, from, to, detail, fix }) =>
      `${name} (${from === 'unknown' ? '' : `${from} → `}${to}): ${detail}${fix === null ? '' : ` [${fix}]`}`,
  );
  const was = previousState === 'unknown' ? '' : `, after ${previousState}`;
  return `${report.workload}: readiness for a failover is ${report.state}${was}. ${lines.join(' | ')}`.trim();
}
