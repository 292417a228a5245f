import { bounded } from '../common/bounded';
import { beganAt } from '../common/steps';
import type { Verdict } from '../decide/failover';
import { SMALLEST_BUDGET_SECONDS } from './budgets';
import { cacheNow } from './cache';
import { comparisonOf } from './comparison';
import type { FailoverFacts } from './facts';
import type { FailoverFailure } from './failure';
import { rpoOf, rtoOf } from './measures';
import { newerPoint } from './points';
import type { FailoverRecord } from './record';

/** One record says who, why, what happened when, against which budget, and how it ended. */
export function evidenceOf(
  facts: FailoverFacts,
  verdict: Exclude<Verdict, { kind: 'unknown' }>,
  leftovers: readonly string[],
  nextActions: readonly string[],
): Record<string, unknown> {
  const { execution, record, environment, region, nowMs, traffic } = facts;
  const failure = verdict.kind === 'failed' ? verdict.failure : undefined;
  const { recovery } = record;
  return {
    execution: execution.id,
    verdict: verdict.kind,
    ...requested(facts),
    input: bounded(execution.input),
    workload: environment.WORKLOAD_NAME,
    region,
    startedAt: execution.startTime,
    endedAt: new Date(nowMs).toISOString(),
    failoverId: record.failoverId,
    continued: record.isContinued,
    readiness: record.readiness,
    recoveredBy:
      recovery === null
        ? null
        : recovery.replication === null
          ? 'restoring a backup'
          : 'failing over the global database',
    replication: recovery?.replication ?? null,
    recoveryPoint: recoveryPointOf(record),
    acceptance: record.acceptance,
    database: databaseOf(facts),
    rto: rtoOf(facts),
    rpo: rpoOf(facts),
    steps: stepsOf(record, failure, nowMs),
    /** How long the standby stayed up for a load of the team's own; null where it did not. */
    hold: record.hold,
    interruptions: record.interruptions,
    cache: cacheNow(facts) ?? null,
    checks: record.checks,
    /** A drill beside the drills before it; null of a failover. */
    comparison: comparisonOf(facts) ?? null,
    traffic: traffic.kind === 'read' && !traffic.value.isPending ? traffic.value.serves : 'unknown',
    leftovers,
    failure: failure === undefined ? null : { step: failure.step, error: failure.error, cause: failure.cause },
    nextActions,
  };
}

/** As it was asked for; of an input that was refused, what it said. */
function requested({ record, execution }: FailoverFacts): object {
  const given = Object(execution.input) as Readonly<Record<string, unknown>>;
  const { mode, requestedBy, reason } = record.request ?? given;
  return { mode: bounded(mode ?? null), requestedBy: bounded(requestedBy ?? null), reason: bounded(reason ?? null) };
}

function recoveryPointOf(record: FailoverRecord): object | null {
  const { recovery } = record;
  if (recovery === null) return null;
  const { chosen, chosenBecause, freshness, runnersUp, skipped, skippedCount } = recovery;
  return {
    ...chosen,
    chosenBecause,
    freshness,
    runnersUp,
    skipped,
    skippedCount: skippedCount ?? skipped.length,
    /** Usable, newer than the one that was taken, and passed over. */
    newer: newerPoint(record) ?? null,
  };
}

/** With the stacks that were made for it: whatever a failover has made is in its record. */
function databaseOf({ record, environment }: FailoverFacts): object | null {
  const { database, stack } = record;
  if (database === null) return null;
  const { clusterIdentifier, clusterArn, secretArn, recoveryPointArn, progress, abandoned } = database;
  return {
    clusterIdentifier,
    clusterArn,
    secretArn,
    recoveryPointArn,
    rejected: progress?.rejected ?? [],
    abandoned,
    stackName: stack?.stackName ?? null,
    cacheStackName: (stack?.cache?.state ?? 'none') === 'none' ? null : (environment.CACHE_STACK_NAME ?? null),
  };
}

interface StepRecord {
  readonly name: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly budgetSeconds: number;
  readonly status: 'succeeded' | 'failed';
}

/** Each against its budget. One that was held up began when it was first tried. */
function stepsOf(record: FailoverRecord, failure: FailoverFailure | undefined, nowMs: number): readonly StepRecord[] {
  const finished = (step: Omit<StepRecord, 'budgetSeconds'>): StepRecord => ({
    ...step,
    startedAt: beganAt(record.interruptions, step.name, step.startedAt),
    budgetSeconds: record.budgets?.[step.name] ?? SMALLEST_BUDGET_SECONDS,
  });
  const steps = record.steps.map((step) =>
    finished({ ...step, status: step.name === failure?.step ? 'failed' : 'succeeded' }),
  );
  // A drill that took too long did every step of it.
  if (failure === undefined || failure.reason === 'objective-missed' || steps.some(({ name }) => name === failure.step))
    return steps;
  const now = new Date(nowMs).toISOString();
  const endedAt = failure.at ?? now;
  return [
    ...steps,
    finished({ name: failure.step, startedAt: failure.startedAt ?? endedAt, endedAt, status: 'failed' }),
  ];
}
