import { plainText } from '../../shared/plain-text';
import { counted, oneLine } from '../../shared/words';
import { orOutage } from '../common/failure';
import { troubleOfStep } from '../common/trouble-of-step';
import type { FailoverFacts } from './facts';
import { failedChecks } from './failed-checks';
import type { FailoverFailure } from './failure';
import { ageMinutes } from './points';
import type { MachineReason } from './reasons';
import { APPROVAL_STEPS } from './waiting-steps';

type Part = Pick<FailoverFacts, 'record' | 'environment' | 'region' | 'nowMs'>;

/** The state machine says the reason alone: what is known of it is in its variables. */
export function withDetail(failure: FailoverFailure, facts: Part, leftovers: readonly string[]): FailoverFailure {
  return orOutage(detailed(failure, facts, leftovers), interruptionOf(facts, failure));
}

function interruptionOf({ record }: Pick<Part, 'record'>, { step }: Pick<FailoverFailure, 'step'>) {
  return record.interruptions.find((each) => each.step === step);
}

function detailed(failure: FailoverFailure, facts: Part, leftovers: readonly string[]): FailoverFailure {
  if (failure.cause !== failure.reason) return failure;
  const detail = DETAILS[failure.reason as MachineReason]?.(facts, failure, leftovers);
  return detail === undefined || detail === ''
    ? failure
    : { ...failure, cause: `${failure.reason}: ${oneLine(detail, 1500)}` };
}

type Detail = (facts: Part, failure: FailoverFailure, leftovers: readonly string[]) => string | undefined;

const DETAILS: Readonly<Partial<Record<MachineReason, Detail>>> = {
  'lock-held': ({ record }) => `another execution holds the lock: ${record.lock.owner ?? 'it cannot be said which'}`,

  'unfinished-failover': ({ record }) => `the failover ${record.lock.failoverId ?? 'of the lock'} was not finished`,

  'standby-serves': ({ record, region }, { step }) => {
    const { lock, recovery } = record;
    if (step !== 'FindLatestRecoveryPoint' || recovery === null) return `users are served from ${region} already`;
    return `users are served from ${region}, restored from ${lock.recoveryPointArn ?? 'another recovery point'}; this start would restore ${recovery.chosen.recoveryPointArn}`;
  },

  'approval-timed-out': ({ record, environment, nowMs }) => {
    const nobody = `nobody answered within ${counted(environment.APPROVAL_TIMEOUT_MINUTES, 'minute')}`;
    const { recovery } = record;
    if (recovery === null) return nobody;
    if (recovery.replication !== null) return `${nobody}; ${recovery.replication.detail}`;
    const age = ageMinutes(recovery.chosen, nowMs);
    return age === undefined ? nobody : `${nobody}; the recovery point is ${counted(age, 'minute')} old by now`;
  },

  'approval-rejected': ({ record }) => `rejected by ${record.approval?.by ?? 'somebody who gave no name'}`,

  'smoke-test-failed': ({ record }, { step }) => failedChecks(record, step),

  'traffic-did-not-move': ({ record }) => record.trafficPoll?.detail ?? record.switch?.detail ?? undefined,

  // What it waited for last is among what held the execution up.
  'deadline-passed': ({ record }, { step }) => {
    const trouble = troubleOfStep(interruptionOf({ record }, { step }));
    if (!APPROVAL_STEPS.has(step)) return trouble;
    const lead = record.approval?.asked === true ? 'no answer could be taken' : 'the question could not be sent';
    return trouble === '' ? lead : `${lead}: ${trouble}`;
  },

  'clean-up-incomplete': ({ record }, _, leftovers) => {
    const why = record.cleanUpProblems.map(({ step, Cause, Error }) => {
      const said = plainText(Cause);
      return `${step}: ${said === '' ? Error : said}`;
    });
    return [...(leftovers.length === 0 ? [] : [leftovers.join(', ')]), ...why].join('; ');
  },
};
