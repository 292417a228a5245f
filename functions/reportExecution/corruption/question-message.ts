import { clock, counted, duration } from '../../shared/words';
import type { Action } from '../common/action';
import { invokeFunction } from '../common/commands';
import { compose } from '../common/message';
import { requestLine } from '../common/sections';
import type { Notification } from '../contract';
import type { ApprovalQuestion } from '../failover/question-message';
import { corruptionActions } from './actions';
import type { CorruptionFacts } from './facts';
import type { SearchFact } from './record';
import { searchPlanLines } from './search';
import * as sections from './sections';

/** Asks a person whether rows may be written, with a command for each answer. It holds no token: the lock has it. */
export function corruptionQuestion(facts: CorruptionFacts, question: ApprovalQuestion): Notification {
  const { record } = facts;
  const { search } = record;
  if (search !== null && questionAsked(record) === 'search') return searchQuestion(facts, search, question);
  return rowsQuestion(facts, question);
}

/** Which of its two questions an execution asks: whether to search, and then whether to write. */
export function questionAsked({ search, searchApproval }: CorruptionFacts['record']): 'search' | 'rows' {
  return search !== null && searchApproval?.approved !== true ? 'search' : 'rows';
}

function searchQuestion(
  facts: CorruptionFacts,
  search: SearchFact,
  { endsAt, isReminder }: ApprovalQuestion,
): Notification {
  const { record, environment, nowMs } = facts;
  const name = environment.WORKLOAD_NAME;
  const left = duration(Math.max(0, (Date.parse(endsAt) - nowMs) / 1000));
  const clusters = `up to ${search.estimate.clusters} clusters`;
  return compose({
    subject: `${name}: ${isReminder ? 'reminder: ' : ''}approve a search with ${clusters}?${isReminder ? ` ${left} left` : ''}`,
    headline: `The search for the moment of the damage in ${name} ${isReminder ? 'still waits' : 'waits'} for your answer, until ${clock(endsAt, nowMs)} (${left}).`,
    meaning: searchPlanLines(search, nowMs),
    heading: `Without an answer until ${clock(endsAt, nowMs)} nothing is restored.`,
    actions: answers(facts),
    details: [requestLine(facts, record.request), `Predicate: ${search.sql}`, `Execution: ${facts.execution.id}`],
    others: [],
  });
}

function rowsQuestion(facts: CorruptionFacts, { endsAt, isReminder }: ApprovalQuestion): Notification {
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
      // An answer to the one question is none to the other.
      ...(questionAsked(facts.record) === 'search' ? { question: 'search' } : {}),
      by: 'YOUR NAME',
    });
  return [
    { sentence: 'Approve', command: answer(true) },
    { sentence: 'Reject', command: answer(false) },
  ];
}
