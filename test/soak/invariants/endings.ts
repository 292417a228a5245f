import type { FailoverStage } from '../../scenarios/support/failover-stage';
import { lockOwner } from '../../scenarios/support/expect-refusal';
import { at, type Invariant } from '../observed';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The recovery time objective of the default configuration: by then somebody has to know. */
export const RTO_MS = 4 * HOUR_MS;
/** An execution waits for what may pass by itself for twelve hours, a clean-up for as long again, and then reports. */
const LONGEST_MS = 26 * HOUR_MS;

/** In bounded time, by a name that says what is next, and it holds nothing any longer. */
export const everyExecutionEnds: Invariant = ({ executions, stage }) => [
  ...executions.flatMap(({ name, startedAtMs, stoppedAtMs, status, error }) => {
    if (stoppedAtMs === undefined) return [`${name} does not end`];
    const late = stoppedAtMs - startedAtMs > LONGEST_MS ? [`${name} ends after more than 26 hours`] : [];
    const nameless =
      status === 'FAILED' && !/^[A-Z][A-Za-z.0-9]+$/.test(error ?? '')
        ? [`${name} fails without a name: ${error}`]
        : [];
    const strange = ['SUCCEEDED', 'FAILED', 'ABORTED'].includes(status) ? [] : [`${name} ends ${status}`];
    return [...late, ...nameless, ...strange];
  }),
  ...heldBy(stage).map((owner) => `the lock is still held by ${owner}`),
];

/** Of an owner that has ended a lock is free, whatever it says: whoever reads it asks Step Functions. */
function heldBy(stage: FailoverStage): readonly string[] {
  const owner = lockOwner(stage);
  return owner === undefined || stage.standby.states.findExecution(owner)?.result !== undefined ? [] : [owner];
}

/** By a message of ours about this execution, with what to do next where it failed; a person who stops it knows. */
export const everyEndIsTold: Invariant = ({ executions, stage }) =>
  executions.flatMap(
    ({ name, mode, status, messages, startedAtMs, stoppedAtMs = Number.POSITIVE_INFINITY, evidence }) => {
      if (status === 'ABORTED') return [];
      const ended = messages.filter(({ subject = '' }) => / passed$| FAILED at |report delayed$/.test(subject));
      const within = messages.some(({ at: sentAt }) => Date.parse(sentAt) <= startedAtMs + RTO_MS);
      const wrong = ended.filter(
        ({ subject = '' }) => subject.endsWith(' passed') !== (status === 'SUCCEEDED') && !subject.endsWith('delayed'),
      );
      return [
        ...(ended.length === 0 && !hasRaisedSilence(stage, startedAtMs)
          ? [`nobody is told that ${name} (${mode}) ended ${status}`]
          : []),
        ...(stoppedAtMs - startedAtMs > RTO_MS && !within
          ? [`${name} is neither ended nor told of by ${at(startedAtMs + RTO_MS)}`]
          : []),
        ...wrong.map(({ subject }) => `${name} ended ${status}, and the message says "${subject}"`),
        ...(status === 'FAILED' && evidence !== undefined && evidence.nextActions.length === 0
          ? [`${name} failed and names no next action`]
          : []),
        ...(status === 'FAILED' &&
        ended.some(({ subject = '' }) => subject.includes('FAILED at')) &&
        !ended.some(({ message }) => /\nNext: |\nWhat /.test(message))
          ? [`the message of ${name} has no next action`]
          : []),
      ];
    },
  );

/** Where SNS fails an alarm goes off, and goes another way. */
export function hasRaisedSilence({ standby }: FailoverStage, sinceMs: number): boolean {
  return standby.cloudWatch
    .series('PilotLight', 'NotificationFailed', { Workload: 'pilot-light' })
    .some((datapoint) => datapoint.at >= sinceMs - MINUTE_MS);
}

/** The record of each end is in the bucket, or people were told that it is incomplete. */
export const everyEndIsRecorded: Invariant = ({ executions }) =>
  executions.flatMap(({ name, status, evidence, messages }) => {
    if (status === 'ABORTED') return [];
    const isTold = messages.some(({ subject = '' }) => subject.endsWith('is incomplete'));
    if (evidence === undefined) return isTold ? [] : [`${name} ended ${status} without evidence`];
    const verdict = status === 'SUCCEEDED' ? 'passed' : 'failed';
    return evidence.verdict === verdict ? [] : [`${name} ended ${status}, and its evidence says ${evidence.verdict}`];
  });
