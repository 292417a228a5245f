import { clock, counted, duration } from '../../shared/words';
import type { Action } from '../common/action';
import { invokeFunction } from '../common/commands';
import { compose } from '../common/message';
import { requestLine } from '../common/sections';
import type { Notification } from '../contract';
import type { ApprovalQuestion } from '../failover/question-message';
import { corruptionActions } from './actions';
import type { CorruptionFacts } from './facts';
import * as sections from './sections';

/** Asks a person whether rows may be written, with a command for each answer. It holds no token: the lock has it. */
export function corruptionQuestion(facts: CorruptionFacts, { endsAt, isReminder }: ApprovalQuestion): Notification {
  const { record, environment, nowMs } = facts;
  const { plan, before } = record;
  const name = environment.WORKLOAD_NAME;
  const left = duration(Math.max(0, (Date.parse(endsAt) - nowMs) / 1000));
  const until = `${clock(endsAt, nowMs)} (${left})`;
  const rows = counted((plan?.counts.insert ?? 0) + (plan?.counts.update ?? 0), 'row');
  return compose({
    subject: isReminder
      ? `${name}: reminder: approve bringing back ${rows}? ${left} left`
      : `${name}: approve bringing back ${rows}?`,
    headline: isReminder
      ? `Bringing back ${rows} of ${name} still waits for your answer, until ${until}.`
      : `Bringing back ${rows} of ${name} waits for your answer, until ${until}.`,
    meaning: [
      ...(plan === null ? [] : sections.planLines(plan)),
      sections.clampedLine(facts),
      'An undo is written before the first row; sequences that are set forward stay so.',
    ],
    heading: `Without an answer until ${clock(endsAt, nowMs)} nothing is written.`,
    actions: answers(facts),
    details: [
      requestLine(facts, record.request),
      sections.restoredLine(facts),
      before === null ? undefined : sections.damageLine(before),
      `Execution: ${facts.execution.id}`,
    ],
    others: corruptionActions(['readList'], { ...facts, failure: undefined }),
  });
}

function answers(facts: CorruptionFacts): readonly Action[] {
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
