import { bounded } from '../common/bounded';
import { namesOf } from '../common/leftovers';
import { beganAt } from '../common/steps';
import { ageOfBackup, objectiveOf, type ValidationVerdict } from '../decide/validation';
import { stepOf, type ValidationFacts } from './facts';
import { leftoversOf, sweptClusters } from './leftovers';
import { restoreSeconds } from './measures';
import { newestPoint, rejectedOf } from './newest';

const VERDICTS = { passed: 'PASSED', failed: 'FAILED', refused: 'REFUSED' } as const;

/** One record says who, why, which recovery point, every check, and how it ended. */
export function validationEvidence(
  facts: ValidationFacts,
  verdict: ValidationVerdict,
  nextActions: readonly string[],
): Record<string, unknown> {
  const { execution, record, environment, region, nowMs } = facts;
  const given = Object(execution.input) as Readonly<Record<string, unknown>>;
  const { requestedBy, reason } = record.request ?? given;
  const { restored } = record;
  return {
    execution: execution.id,
    kind: 'restore-validation',
    verdict: VERDICTS[verdict.kind],
    requestedBy: textOf(requestedBy),
    reason: textOf(reason),
    input: bounded(execution.input),
    workload: environment.WORKLOAD_NAME,
    region,
    startedAt: execution.startTime,
    endedAt: new Date(nowMs).toISOString(),
    validationId: record.validationId,
    recoveryPoint: recoveryPointOf(facts),
    restored:
      restored === null
        ? null
        : {
            clusterIdentifier: restored.clusterIdentifier,
            recoveryPointArn: restored.recoveryPointArn,
            recoveryPointCreatedAt: restored.recoveryPointCreatedAt,
            phase: restored.phase,
          },
    rejected: rejectedOf(record),
    age: ageRecord(facts),
    restoreSeconds: restoreSeconds(facts),
    steps: stepsOf(facts, verdict),
    interruptions: record.interruptions,
    checks: record.checks,
    swept: sweptClusters(facts),
    leftovers: namesOf(leftoversOf(facts)),
    findings:
      verdict.kind === 'passed' ? [] : verdict.findings.map(({ step, error, cause }) => ({ step, error, cause })),
    nextActions,
  };
}

/** Of an input that was refused, what it said. */
function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? 'not stated');
  return String(bounded(text));
}

function recoveryPointOf({ record }: ValidationFacts): object | null {
  const { recovery } = record;
  if (recovery === null) return null;
  const { chosen, chosenBecause, freshness, skipped, skippedCount } = recovery;
  const newest = newestPoint(record) ?? null;
  return {
    ...chosen,
    chosenBecause,
    freshness,
    skipped,
    skippedCount: skippedCount ?? skipped.length,
    /** The newest that could be restored then; another one only where this one was asked for. */
    newest,
  };
}

function ageRecord(facts: ValidationFacts): object {
  const achievedSeconds = ageOfBackup(facts);
  const objectiveSeconds = objectiveOf(facts);
  return {
    objectiveSeconds,
    achievedSeconds,
    met: achievedSeconds === null ? null : achievedSeconds <= objectiveSeconds,
  };
}

interface ValidationStep {
  readonly name: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly budgetSeconds: number | null;
  readonly status: 'succeeded' | 'failed' | 'refused';
}

/** Each against its budget, and the one at which it ended. */
function stepsOf({ record, nowMs }: ValidationFacts, verdict: ValidationVerdict): readonly ValidationStep[] {
  const findings = verdict.kind === 'passed' ? [] : verdict.findings;
  const statusOf = (name: string): ValidationStep['status'] => {
    if (findings.some(({ step }) => step === name)) return 'failed';
    // It went on all the same: somebody protects what was left.
    return name === 'Sweep' && record.sweepRefused.length > 0 ? 'refused' : 'succeeded';
  };
  const finished = (name: string, startedAt: string, endedAt: string): ValidationStep => ({
    name,
    startedAt: beganAt(record.interruptions, name, startedAt),
    endedAt,
    budgetSeconds: record.budgets?.[name] ?? null,
    status: statusOf(name),
  });
  const steps = record.steps.map(({ name, startedAt, endedAt }) => finished(name, startedAt, endedAt));
  const { caught } = record;
  const last = caught === null ? undefined : stepOf(caught.step, record);
  if (last === undefined || steps.some(({ name }) => name === last)) return steps;
  const endedAt = caught?.at ?? new Date(nowMs).toISOString();
  return [...steps, finished(last, caught?.startedAt ?? endedAt, endedAt)];
}
