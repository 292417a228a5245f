import { clock } from '../../shared/words';
import { beforeAnotherStart } from '../common/general-steps';
import type { Action } from '../common/action';
import { andThen, startExecution, stopExecution } from '../common/commands';
import { protectedCluster, unprotect } from '../common/protection';
import type { RecoveryPointFact } from '../common/record-parts';
import type { BuildForValidation, ValidationActionFacts } from './action';
import type { StartName } from './action-names';
import { correctedInput, validationInput } from './inputs';
import { olderPoint, wantedPoint } from './newest';

/** The verdict on a restore job is given once and for all: another start has none to give. */
const NO_JOB = { restoreJobId: null } as const;

/** Each begins another validation, from the state in which the message finds things. */
export const STARTS: Readonly<Record<StartName, BuildForValidation>> = {
  startAgain: (facts) => ({
    sentence: `${beforeAnotherStart(facts.failure)} start another validation`,
    command: startExecution(facts, validationInput(facts, NO_JOB)),
  }),

  /** It has given no verdict. */
  startLater: (facts) => ({
    sentence: 'When the other one has ended, start this one again if it is still needed',
    command: startExecution(facts, validationInput(facts)),
  }),

  correctAndStart: (facts) => ({
    sentence: 'Correct the input and start again',
    command: startExecution(facts, correctedInput(facts.execution.input)),
  }),

  startWithNewest: (facts) => ({
    sentence: 'Validate the newest recovery point that can be used instead',
    command: startExecution(facts, validationInput(facts, { ...NO_JOB, recoveryPointArn: null, notAfter: null })),
  }),

  validateWanted: (facts) =>
    validatePoint(
      facts,
      wantedPoint(facts.record),
      (one) => `Validate ${one} alone, to see whether it can be restored`,
    ),

  validateOlder: (facts) =>
    validatePoint(facts, olderPoint(facts.record), (one) => `Validate ${one}, to see whether that one is good`),

  sweepAgain: (facts) => ({
    sentence: 'Start another validation: it first removes what earlier ones left',
    command: startExecution(facts, validationInput(facts, NO_JOB)),
  }),

  removeProtection: (facts) => {
    const name = protectedCluster(facts.record.removal?.refused ?? []);
    if (name === undefined) return undefined;
    return {
      sentence: `Once nobody needs the cluster ${name}, take its protection off and start another validation, which removes it`,
      command: unprotect(facts, name, startExecution(facts, validationInput(facts, NO_JOB))),
    };
  },

  /** Of one that still runs. The lock of a stopped one is free, and the next one removes what it leaves. */
  stopAndValidateOlder: (facts) => {
    const next = validatePoint(facts, olderPoint(facts.record), (one) => `Stop this one and validate ${one}`);
    if (next?.command == null) return undefined;
    const stop = stopExecution(facts, facts.execution.id, 'another recovery point is validated');
    return { sentence: next.sentence, command: andThen(stop, next.command) };
  },
};

function validatePoint(
  facts: ValidationActionFacts,
  point: RecoveryPointFact | undefined,
  sentence: (one: string) => string,
): Action | undefined {
  if (point === undefined) return undefined;
  const of = point.createdAt === null ? '' : ` of ${clock(point.createdAt, facts.nowMs)}`;
  const changes = { ...NO_JOB, recoveryPointArn: point.recoveryPointArn, notAfter: null };
  return {
    sentence: sentence(`the recovery point${of}`),
    command: startExecution(facts, validationInput(facts, changes)),
  };
}
