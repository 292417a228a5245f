import { bounded } from '../common/bounded';
import { beganAt } from '../common/steps';
import type { CorruptionVerdict } from '../decide/corruption';
import { keptUntil } from './actions';
import { type CorruptionFacts, interruptionsOf, primaryRegionOf, stepOf } from './facts';
import { searchEvidence } from './search';
import { leftBehind, sweptRepairs } from './leftovers';

const VERDICTS = { passed: 'PASSED', failed: 'FAILED', refused: 'REFUSED' } as const;

/** One record says who, why, which data, every count, what was written and how to take it back, and how it ended. */
export function corruptionEvidence(
  facts: CorruptionFacts,
  verdict: CorruptionVerdict,
  nextActions: readonly string[],
): Record<string, unknown> {
  const { execution, record, environment, region, nowMs } = facts;
  const given = Object(execution.input) as Readonly<Record<string, unknown>>;
  const { mode, requestedBy, reason } = record.request ?? given;
  const { restored, plan, applied, recoveryId } = record;
  return {
    execution: execution.id,
    kind: 'corruption-recovery',
    verdict: VERDICTS[verdict.kind],
    mode: bounded(mode ?? null),
    requestedBy: bounded(requestedBy ?? null),
    reason: bounded(reason ?? null),
    input: bounded(execution.input),
    workload: environment.WORKLOAD_NAME,
    region,
    primaryRegion: primaryRegionOf(facts),
    startedAt: execution.startTime,
    endedAt: new Date(nowMs).toISOString(),
    recoveryId,
    restored:
      restored === null
        ? null
        : {
            clusterIdentifier: restored.clusterIdentifier,
            phase: restored.phase,
            restoredTo: restored.restoredTo,
            clampedFrom: restored.clampedFrom,
            recoveryPointArn: restored.recoveryPointArn,
            isIsolated: restored.isIsolated,
            liveClusterArn: restored.liveClusterArn,
          },
    search: searchEvidence(record),
    comparison: record.before,
    /** Below it every row that differs, one JSON object a line. */
    lists: record.before === null ? null : `corruption/${recoveryId}/before/`,
    plan,
    approval: record.approval,
    applied,
    undo:
      applied === null
        ? null
        : { objects: applied.undoObjects, prefix: applied.undoPrefix, command: applied.undoCommand },
    comparisonAfter: record.after,
    kept:
      record.isKept && !record.isCleaningUp && restored !== null
        ? { clusterIdentifier: restored.clusterIdentifier, until: keptUntil(facts) }
        : null,
    steps: stepsOf(facts, verdict),
    interruptions: record.interruptions,
    swept: sweptRepairs(facts),
    leftovers: leftBehind(facts),
    findings:
      verdict.kind === 'passed' ? [] : verdict.findings.map(({ step, error, cause }) => ({ step, error, cause })),
    nextActions,
  };
}

/** Each against its budget, and the one at which it ended. */
function stepsOf(facts: CorruptionFacts, verdict: CorruptionVerdict) {
  const { record, nowMs } = facts;
  const interruptions = interruptionsOf(facts);
  const failed = new Set(verdict.kind === 'passed' ? [] : verdict.findings.map(({ step }) => step));
  const finished = (name: string, startedAt: string, endedAt: string) => ({
    name,
    startedAt: beganAt(interruptions, name, startedAt),
    endedAt,
    budgetSeconds:
      record.budgets?.[name] ??
      record.budgets?.[name.replace(/(Before|After)$/, 'Data').replace(/Round\d$/, 'Round')] ??
      null,
    status: failed.has(name) ? 'failed' : 'succeeded',
  });
  const steps = record.steps.map(({ name, startedAt, endedAt }) => finished(name, startedAt, endedAt));
  const { caught } = record;
  const last = caught === null ? undefined : stepOf(caught.step, record);
  if (last === undefined || steps.some(({ name }) => name === last)) return steps;
  const endedAt = caught?.at ?? new Date(nowMs).toISOString();
  return [...steps, finished(last, caught?.startedAt ?? endedAt, endedAt)];
}
