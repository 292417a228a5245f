import { plainText } from '../../shared/plain-text';
import { clock, counted } from '../../shared/words';
import { protectedCluster, unprotect } from '../common/protection';
import { beforeAnotherStart } from '../common/general-steps';
import type { Action } from '../common/action';
import { andThen, startExecution, stopExecution } from '../common/commands';
import type { RecoveryPointFact } from '../common/record-parts';
import type { ActionFacts, Build } from './action';
import type { RestartName } from './action-names';
import { asksWithout, corrected, inputOf, inputWithout, leftOut } from './inputs';
import { ageMinutes, ageToAccept, newerPoint, nextPoint, outgrownAge, taking } from './points';

/** Each begins another execution, from the state in which the message finds things. */
export const RESTARTS: Readonly<Record<RestartName, Build>> = {
  startAgain: (facts) => ({
    sentence:
      modeOf(facts) === 'drill'
        ? `${beforeAnotherStart(facts.failure)} start the drill again`
        : `${beforeAnotherStart(facts.failure)} start again; it continues from what exists${mayAsk(facts)}`,
    command: startExecution(facts, inputOf(facts)),
  }),

  correctAndStart: (facts) => {
    const input = corrected(facts.execution.input);
    const asks = asksWithout(leftOut(facts.execution.input));
    return {
      sentence: `Correct the input and start again; as it stands here, this starts a ${String(input['mode'])}${asks}`,
      command: startExecution(facts, input),
    };
  },

  /** A name that cannot be used is left out, and a time that excludes data only where it alone is in the way. */
  startWithoutPoint: (facts) => {
    const isNamed = inputOf(facts)['recoveryPointArn'] !== undefined;
    const { input, asks } = inputWithout(facts, isNamed ? 'recoveryPointArn' : 'notAfter');
    const { notAfter } = input;
    const until = notAfter === undefined ? '' : ` up to ${clock(String(notAfter), facts.nowMs)}`;
    return {
      sentence: `Start again with the newest recovery point${until} that can be used; this starts a ${modeOf(facts)}${asks}`,
      command: startExecution(facts, input),
    };
  },

  moveAgain: (facts) => ({
    sentence: 'To fail over after all, start again',
    command: startExecution(facts, inputOf(facts)),
  }),

  startAndAnswer: (facts) => ({
    sentence: 'Start again, and answer the question this time',
    command: startExecution(facts, inputOf(facts)),
  }),

  startWhenAgreed: (facts) => ({
    sentence: 'When the approver agrees, start again',
    command: startExecution(facts, inputOf(facts)),
  }),

  acceptAndStart: (facts) => {
    const point = facts.record.recovery?.chosen;
    const accept = point === undefined ? undefined : ageToAccept(point, facts.nowMs);
    if (accept === undefined) return undefined;
    return {
      // Who asked for an approval is asked again, however old the data may be.
      sentence: `Accept the loss of up to ${counted(accept, 'minute')} of data in the input, and start again${
        facts.record.request?.requireApproval === true ? '; answer the question this time' : ' without a question'
      }`,
      command: startExecution(facts, inputOf(facts, { acceptRecoveryPointAgeMinutes: accept })),
    };
  },

  startWithNewerPoint: (facts) =>
    startWith(facts, newerPoint(facts.record), 'Start again with the newer recovery point'),
  startWithNextPoint: (facts) => startWith(facts, nextPoint(facts.record), 'Start again with the next recovery point'),

  /** A failover over a replica that cannot be promoted. */
  restoreBackupInstead: (facts) => ({
    sentence: 'Or restore the newest backup instead',
    command: startExecution(facts, inputOf(facts, { notAfter: new Date(facts.nowMs).toISOString() })),
  }),

  startDrill: (facts) => ({
    sentence: 'Fix the cause, then start another drill; it first removes what this one left',
    command: startExecution(facts, inputOf(facts)),
  }),

  removeProtection: (facts) => {
    const name = protectedCluster(facts.record.cleanUpProblems.map(({ Cause }) => plainText(Cause)));
    if (name === undefined || modeOf(facts) !== 'drill') return undefined;
    return {
      sentence: `Once nobody needs the cluster ${name}, take its protection off and start another drill, which removes it`,
      command: unprotect(facts, name, startExecution(facts, inputOf(facts))),
    };
  },

  stopDrillAndStart: (facts) => {
    const { lock } = facts.record;
    if (lock.owner === null || lock.mode !== 'drill' || modeOf(facts) !== 'failover') return undefined;
    return {
      sentence: 'A drill is running. If the failover cannot wait, stop the drill and start again',
      command: andThen(
        stopExecution(facts, lock.owner, 'a failover takes precedence'),
        startExecution(facts, inputOf(facts)),
      ),
    };
  },

  /** The lock does not say which data the failover was to exclude, and what it restored may give way to newer data. */
  finishFailover: (facts) => ({
    sentence: 'Finish the failover; this asks for approval first, then moves users',
    command: startExecution(facts, {
      mode: 'failover',
      reason: 'WHY',
      requestedBy: 'YOUR NAME',
      requireApproval: true,
    }),
  }),

  finishWhatServes: (facts) => {
    // A backup that serves is kept whatever notAfter is; with notAfter, a replica that serves is not even considered.
    const isBackup = facts.record.lock.recoveryPointArn?.includes(':cluster-snapshot:') === true;
    const { input, asks } = inputWithout(facts, 'recoveryPointArn', ...(isBackup ? [] : (['notAfter'] as const)));
    return {
      sentence: `Finish the failover that serves, with the data that it has${asks === '' ? '' : `; this starts it${asks}`}`,
      command: startExecution(facts, input),
    };
  },

  /** Of an execution that still runs. */
  stopAndTakeNextPoint: (facts) => {
    const next = startWith(facts, nextPoint(facts.record), 'Stop this execution and restore the next recovery point');
    if (next?.command == null) return undefined;
    const stop = stopExecution(facts, facts.execution.id, 'another recovery point is taken');
    return { sentence: next.sentence, command: andThen(stop, next.command) };
  },
};

function startWith(facts: ActionFacts, point: RecoveryPointFact | undefined, sentence: string): Action | undefined {
  if (point === undefined || point.createdAt === null) return undefined;
  const age = ageMinutes(point, facts.nowMs);
  return {
    sentence: `${sentence}, of ${clock(point.createdAt, facts.nowMs)} (${counted(age ?? 0, 'minute')} old)`,
    command: startExecution(facts, inputOf(facts, taking(point, facts.nowMs))),
  };
}

/** Time has passed since its age was accepted. */
function mayAsk({ record, environment, nowMs }: ActionFacts): string {
  const age = outgrownAge(record, environment.RPO_MINUTES, nowMs);
  return age === undefined
    ? ''
    : `. The recovery point is ${counted(age, 'minute')} old by now, more than is accepted, so it may ask for approval first`;
}

function modeOf({ record, execution }: ActionFacts): string {
  return record.request?.mode ?? String(corrected(execution.input)['mode']);
}
