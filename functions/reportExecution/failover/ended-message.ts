import type { Notification } from '../contract';
import type { Verdict } from '../decide/failover';
import { counted, duration, sentence } from '../../shared/words';
import type { Action } from '../common/action';
import { readEvidence } from '../common/commands';
import { fillIn } from '../common/explanation';
import { deniedPermission } from '../common/failure';
import { type Leftovers, leftoverLines } from '../common/leftovers';
import { compose } from '../common/message';
import { heldUpLines, requestLine } from '../common/sections';
import { comparisonLines, comparisonOf } from './comparison';
import type { FailoverFacts } from './facts';
import type { FailoverFailure } from './failure';
import { explanationOf } from './next-steps';
import * as sections from './sections';
import { CLEAN_UP_STEPS } from './waiting-steps';

/** What is said at the end, to a person who may have been woken by it. */
export function endedMessage(
  facts: FailoverFacts,
  verdict: Exclude<Verdict, { kind: 'unknown' }>,
  leftovers: Leftovers,
  actions: readonly Action[],
): Notification {
  const kind = facts.record.request?.mode ?? 'failover';
  const warning = comparisonOf(facts)?.warning ?? null;
  const [first, ...others] = actions;
  return compose({
    subject: `${facts.environment.WORKLOAD_NAME}: ${kind} ${outcomeOf(verdict, warning !== null)}`,
    ...(verdict.kind === 'passed' ? success(facts, warning) : stopped(facts, verdict.failure, kind, leftovers)),
    actions: first === undefined ? [{ sentence: 'Nothing. All is as it was before', command: null }] : [first],
    details: detailsOf(facts, leftovers),
    others,
  });
}

function outcomeOf(verdict: Exclude<Verdict, { kind: 'unknown' }>, isWarned: boolean): string {
  if (verdict.kind === 'passed') return isWarned ? 'passed, with a warning' : 'passed';
  const { reason, step } = verdict.failure;
  return reason === 'objective-missed' ? 'FAILED: recovery took too long' : `FAILED at ${step}`;
}

interface Opening {
  readonly headline: string;
  readonly meaning: readonly string[];
}

function success(facts: FailoverFacts, warning: string | null): Opening {
  const { record, environment, region } = facts;
  const { WORKLOAD_NAME, PUBLIC_NAME } = environment;
  const removed =
    environment.STANDBY === 'warm' ? 'its database was removed again' : 'all that it built was removed again';
  return record.request?.mode === 'drill'
    ? {
        headline: `The drill passed: ${WORKLOAD_NAME} could have been served from ${region}.`,
        meaning: [
          ...(warning === null ? [] : [sentence(`Warning: ${warning}`)]),
          `Users noticed nothing, and ${removed}.`,
          sections.trafficLine(facts),
        ],
      }
    : {
        headline: `The failover passed: ${WORKLOAD_NAME} is served from ${region}.`,
        meaning: [
          `The public name ${PUBLIC_NAME} was tested there. Traffic stays until a person moves it back.`,
          sections.trafficLine(facts),
        ],
      };
}

function stopped(facts: FailoverFacts, failure: FailoverFailure, kind: string, leftovers: Leftovers): Opening {
  const values: Readonly<Record<string, string>> = {
    region: facts.region,
    deadline: `${counted(facts.environment.DEADLINE_HOURS, 'hour')}${deadlineFrom(facts, failure)}`,
    permission: deniedPermission(failure.cause)?.text ?? 'the cause names it',
  };
  const means = unreadLine(failure, leftovers) ?? explanationOf(failure.reason, failure.step).means;
  return {
    headline:
      failure.reason === 'objective-missed'
        ? `The ${kind} of ${facts.environment.WORKLOAD_NAME} proved the standby, and took longer than the objective.`
        : `The ${kind} of ${facts.environment.WORKLOAD_NAME} stopped at ${failure.step}.`,
    meaning: [
      fillIn(means, values),
      sections.trafficLine(facts),
      sentence(`Cause: ${failure.error}: ${failure.cause}`),
    ],
  };
}

/** Who is asked has all the time, and what is approved a deadline of its own; so has a clean-up. */
function deadlineFrom({ record: { approval } }: FailoverFacts, { step }: FailoverFailure): string {
  if (approval === null || CLEAN_UP_STEPS.has(step)) return '';
  return approval.approved ? ' from the approval' : ' from the end of the time to answer';
}

/** Of a drill's clean-up: that something is left is said only of what was seen. */
function unreadLine({ step, reason }: FailoverFailure, { found, unread }: Leftovers): string | undefined {
  const isOfCleanUp = step === 'CleanUp' && (reason === 'clean-up-incomplete' || reason === 'deadline-passed');
  if (!isOfCleanUp || found.length > 0 || unread.length === 0) return undefined;
  const services = [
    ...(unread.some((name) => name.startsWith('clusters ')) ? ['RDS'] : []),
    ...(unread.some((name) => name.startsWith('stack ')) ? ['CloudFormation'] : []),
  ];
  return `What the drill left could not be read: check again when ${services.join(' and ')} answers. What is left costs money until it is gone.`;
}

function detailsOf(facts: FailoverFacts, leftovers: Leftovers): readonly (string | undefined)[] {
  const { record, execution, nowMs } = facts;
  return [
    requestLine(facts, record.request),
    sections.timeLine(facts),
    ...comparisonLines(facts),
    sections.dataLine(facts),
    sections.newerLine(facts),
    sections.databaseLine(facts),
    sections.cacheLine(facts),
    ...leftoverLines(leftovers),
    ...heldUpLines(record.interruptions, nowMs),
    sections.readinessLine(facts),
    `Duration: ${duration((nowMs - Date.parse(execution.startTime)) / 1000)}.`,
    `Evidence: ${readEvidence(facts, 'executions')}`,
    `Execution: ${execution.id}`,
    record.failoverId === null ? undefined : `Failover: ${record.failoverId}`,
  ];
}
