import type { Notification } from '../contract';
import { clock, counted, duration, durationAtMost, oneLine, sentence } from '../../shared/words';
import type { Action } from '../common/action';
import { andThen, invokeFunction, startExecution, stopExecution } from '../common/commands';
import { compose } from '../common/message';
import { requestLine } from '../common/sections';
import type { RunningFacts } from './facts';
import { inputOf } from './inputs';
import { newerPoint, taking } from './points';
import * as sections from './sections';

export interface ApprovalQuestion {
  /** From when on the time to answer is counted. */
  readonly askedAt: string;
  /** Without an answer by then nothing happens. */
  readonly endsAt: string;
  /** Somebody was asked before, and has not answered. */
  readonly isReminder: boolean;
}

/** Asks a person whether data may be lost, with a command for each answer. It holds no token: the lock has it. */
export function questionMessage(facts: RunningFacts, { endsAt, isReminder }: ApprovalQuestion): Notification {
  const { record, environment, region, nowMs } = facts;
  const kind = record.request?.mode ?? 'failover';
  const left = duration(Math.max(0, (Date.parse(endsAt) - nowMs) / 1000));
  const until = `${clock(endsAt, nowMs)} (${left})`;
  return compose({
    subject: isReminder
      ? `${environment.WORKLOAD_NAME}: reminder: approve the ${kind} to ${region}? ${left} left`
      : `${environment.WORKLOAD_NAME}: approve the ${kind} to ${region}?`,
    headline: isReminder
      ? `The ${kind} of ${environment.WORKLOAD_NAME} to ${region} still waits for your answer, until ${until}.`
      : `The ${kind} of ${environment.WORKLOAD_NAME} to ${region} waits for your answer, until ${until}.`,
    meaning: [lossLine(facts), whyLine(facts)],
    heading: `Without an answer until ${clock(endsAt, nowMs)} nothing happens: nothing is built, and traffic stays where it is.`,
    actions: answers(facts),
    details: [
      requestLine(facts, record.request),
      pointLine(facts),
      sections.newerLine(facts),
      sections.readinessLine(facts),
      `Execution: ${facts.execution.id}`,
    ],
    others: takeNewer(facts),
  });
}

function answers(facts: RunningFacts): readonly Action[] {
  const { execution, environment } = facts;
  const answer = (approved: boolean) =>
    invokeFunction(facts, environment.FUNCTION_NAME, {
      action: 'answer',
      executionArn: execution.id,
      approved,
      by: 'YOUR NAME',
    });
  return [
    { sentence: 'Approve', command: answer(true) },
    { sentence: 'Reject', command: answer(false) },
  ];
}

function takeNewer(facts: RunningFacts): readonly Action[] {
  const newer = newerPoint(facts.record);
  if (newer === undefined) return [];
  return [
    {
      sentence: 'Take the newer recovery point instead',
      command: andThen(
        stopExecution(facts, facts.execution.id, 'a newer recovery point is taken'),
        startExecution(facts, inputOf(facts, taking(newer, facts.nowMs))),
      ),
    },
  ];
}

function lossLine({ record, environment, nowMs }: RunningFacts): string {
  const { recovery } = record;
  const objective = `the objective is ${counted(environment.RPO_MINUTES, 'minute')}`;
  if (record.request?.mode === 'drill') return 'It is a drill: no data is lost, and traffic does not move.';
  if (recovery === null) return `How much data would be lost is not known; ${objective}.`;
  if (recovery.replication !== null) {
    const { ageSeconds } = recovery.chosen;
    const loss =
      ageSeconds === null
        ? 'How much data would be lost is not known'
        : `Data of the last ${durationAtMost(ageSeconds)} would be lost`;
    return `${loss} (${sentence(recovery.replication.detail).slice(0, -1)}); ${objective}.`;
  }
  const { createdAt, ageSeconds } = recovery.chosen;
  if (createdAt === null || ageSeconds === null) return `How much data would be lost is not known; ${objective}.`;
  const before = `the last ${durationAtMost(ageSeconds)} before the start`;
  return `What was written after ${clock(createdAt, nowMs)} would be lost, ${before}; ${objective}.`;
}

/** Why a person is asked, where the loss above is not the reason. */
function whyLine({ record }: RunningFacts): string | undefined {
  const { recovery, request } = record;
  if (recovery?.ask != null && recovery.ask.reason !== 'stale') return sentence(oneLine(recovery.ask.text));
  return request?.requireApproval === true ? 'The requester wants a second person to agree.' : undefined;
}

function pointLine({ record, nowMs }: RunningFacts): string | undefined {
  const { recovery } = record;
  if (recovery === null) return undefined;
  const { recoveryPointArn, createdAt } = recovery.chosen;
  if (recovery.replication !== null) return `Replica to promote: ${recoveryPointArn}`;
  return `Recovery point: ${createdAt === null ? '' : `${clock(createdAt, nowMs)}, `}${recoveryPointArn}`;
}
