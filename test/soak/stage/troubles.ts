import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { FaultRule } from '../../../simulator/kernel/faults';
import type { FailoverStage } from '../../scenarios/support/failover-stage';
import type { Play, Trouble } from '../play';
import type { Moments } from './moments';

/** A trouble of a play, as it went. */
export interface Arranged {
  readonly trouble: Trouble;
  /** How often it got in the way of something. */
  readonly met: () => number;
  /** When it was over; undefined: it never began. */
  readonly endedAtMs: () => number | undefined;
}

/** Arranges what goes wrong in the play. */
export function arrange(stage: FailoverStage, moments: Moments, { troubles }: Play): readonly Arranged[] {
  return troubles.map((trouble) => arrangeOne(stage, moments, trouble));
}

/** When the last of them was over; 0: none has begun. */
export function calmAtMs(arranged: readonly Arranged[]): number {
  return Math.max(0, ...arranged.map((one) => one.endedAtMs() ?? 0));
}

function arrangeOne(stage: FailoverStage, moments: Moments, trouble: Trouble): Arranged {
  switch (trouble.kind) {
    case 'fault':
      return arrangeFault(stage, moments, trouble);
    case 'crash':
      return arrangeCrash(stage, moments, trouble);
    case 'duplicate':
      return arrangeDuplicate(stage, moments, trouble);
    case 'refusal': {
      const { operation, failure, times } = trouble;
      const ordered = Array.from({ length: times }, () => stage.standby.rds.failNext({ operation, ...failure }));
      // A call that an outage has met does not get as far.
      const met = () => ordered.filter(({ isMet }) => isMet).length;
      return { trouble, met, endedAtMs: () => undefined };
    }
    case 'shortage':
      return arrangeShortage(stage, trouble);
    case 'job': {
      const { backup } = stage.primary;
      backup.failNext({ kind: trouble.job, message: 'The job failed for a reason of its own' });
      return { trouble, met: () => 1, endedAtMs: () => undefined };
    }
  }
}

/** It is there from the beginning, so that whoever asks whether a call may fail hears yes; it begins at its moment. */
function arrangeFault(
  { world }: FailoverStage,
  moments: Moments,
  trouble: Extract<Trouble, { kind: 'fault' }>,
): Arranged {
  const { scheduler, faults, trace } = world;
  const rule: FaultRule = { at: Number.POSITIVE_INFINITY, ...trouble.rule };
  const index = faults.report().length;
  faults.add(rule);
  let endedAtMs: number | undefined;
  moments.at(trouble.begins, () => {
    rule.at = scheduler.now() - scheduler.startMs;
    endedAtMs = scheduler.now() + trouble.rule.for;
    trace.record({ kind: 'fault', detail: `begins: ${JSON.stringify(trouble.rule)}` });
  });
  return {
    trouble,
    met: () => (endedAtMs === undefined ? 0 : (faults.report()[index]?.callsMet ?? 0)),
    endedAtMs: () => endedAtMs,
  };
}

function arrangeCrash(
  { world, standby }: FailoverStage,
  moments: Moments,
  trouble: Extract<Trouble, { kind: 'crash' }>,
): Arranged {
  let beganAtMs: number | undefined;
  let deaths = 0;
  standby.states.onProgress(({ error }) => {
    if (error === 'Runtime.ExitError' && beganAtMs !== undefined) deaths += 1;
  });
  moments.at(trouble.begins, () => {
    beganAtMs = world.scheduler.now();
    standby.lambda.crashNextInvocation(trouble.functionName, trouble.afterCalls);
  });
  return { trouble, met: () => deaths, endedAtMs: () => beganAtMs };
}

/** AWS may do it where the answer to the first is lost, and a person may at any time. */
function arrangeDuplicate(
  stage: FailoverStage,
  moments: Moments,
  trouble: Extract<Trouble, { kind: 'duplicate' }>,
): Arranged {
  const { world, standby, estate } = stage;
  let met = 0;
  let endedAtMs: number | undefined;
  moments.at(trouble.begins, (executionArn) => {
    endedAtMs = world.scheduler.now();
    const { events } = standby.states.execution(executionArn).execution;
    const scheduled = events.findLast(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails?.parameters;
    const { FunctionName, Payload } = JSON.parse(scheduled ?? '{}') as { FunctionName?: string; Payload?: unknown };
    if (FunctionName === undefined) return;
    met += 1;
    world.scheduler.spawn(async () => {
      const command = new InvokeCommand({ FunctionName, Payload: JSON.stringify(Payload) });
      await stage.operator
        .lambda(estate.standbyRegion)
        .send(command)
        .catch(() => undefined);
    });
  });
  return { trouble, met: () => met, endedAtMs: () => endedAtMs };
}

function arrangeShortage({ world, standby }: FailoverStage, trouble: Extract<Trouble, { kind: 'shortage' }>): Arranged {
  const { capacity } = standby.rds;
  capacity.withhold(trouble.zone, trouble.isRefused ? 'InsufficientDBInstanceCapacity' : 'insufficient-capacity');
  const endMs = world.scheduler.now() + trouble.minutes * 60_000;
  world.scheduler.at(endMs, () => capacity.giveBack(trouble.zone));
  const met = () =>
    world.trace.entries.filter(
      (entry) =>
        (entry.kind === 'call' && entry.outcome.startsWith('InsufficientDBInstanceCapacity')) ||
        (entry.kind === 'resource' && entry.status === 'insufficient-capacity'),
    ).length;
  return { trouble, met, endedAtMs: () => endMs };
}
