import type { Notification } from '../contract';
import type { Verdict } from '../decide';
import { counted, duration, sentence } from '../../shared/words';
import type { Action, ActionFacts } from './action';
import { actionsOf } from './actions';
import { readEvidence } from './commands';
import type { FailoverFacts } from './facts';
import { deniedPermission, type ExecutionFailure } from './failure';
import { compose } from './message';
import { explanationOf } from './next-steps';
import * as sections from './sections';

/** What a person can do after the end, the most useful first. The same stand in the evidence. */
export function actionsAfter(facts: FailoverFacts, verdict: Verdict, leftovers: readonly string[]): readonly Action[] {
  const failure = verdict.kind === 'failed' ? verdict.failure : undefined;
  const actionFacts: ActionFacts = { ...facts, failure, leftovers };
  const { traffic, record } = facts;
  const isFailover = record.request?.mode === 'failover';
  const hasMoved = traffic.kind === 'read' && traffic.value.serves === 'standby';
  if (failure === undefined) {
    if (!isFailover) return [];
    return actionsOf(['watch', 'removeUnused', 'switchDatabaseBack', 'moveBack'], actionFacts);
  }
  return actionsOf(
    [
      ...explanationOf(failure.reason, failure.step).next,
      ...(traffic.kind === 'unread' ? (['whoMovedTraffic'] as const) : []),
      ...(hasMoved && record.isLocked && isFailover ? (['switchDatabaseBack', 'moveBack'] as const) : []),
    ],
    actionFacts,
  );
}

export function endedMessage(
  facts: FailoverFacts,
  verdict: Exclude<Verdict, { kind: 'unknown' }>,
  leftovers: readonly string[],
  actions: readonly Action[],
): Notification {
  const kind = facts.record.request?.mode ?? 'failover';
  const { WORKLOAD_NAME } = facts.environment;
  const outcome = verdict.kind === 'passed' ? 'passed' : `FAILED at ${verdict.failure.step}`;
  return compose({
    subject: `${WORKLOAD_NAME}: ${kind} ${outcome}`,
    ...(verdict.kind === 'passed' ? success(facts) : stopped(facts, verdict.failure, kind)),
    actions,
    details: [
      ...detailsOf(facts, leftovers),
      verdict.kind === 'passed' && actions.length === 0 ? 'Nothing to do.' : undefined,
    ],
  });
}

function success(facts: FailoverFacts): { headline: string; meaning: readonly string[] } {
  const { record, environment, region } = facts;
  const { WORKLOAD_NAME, PUBLIC_NAME } = environment;
  const kept = environment.STANDBY === 'warm' ? 'its database was removed again' : 'everything was removed again';
  return record.request?.mode === 'drill'
    ? {
        headline: `The drill passed: ${WORKLOAD_NAME} could have been served from ${region}.`,
        meaning: [`Users noticed nothing, and ${kept}.`],
      }
    : {
        headline: `${WORKLOAD_NAME} is served from ${region}.`,
        meaning: [`The public name ${PUBLIC_NAME} was tested there. Traffic stays until a person moves it back.`],
      };
}

function stopped(
  facts: FailoverFacts,
  failure: ExecutionFailure,
  kind: string,
): { headline: string; meaning: readonly string[] } {
  const { means } = explanationOf(failure.reason, failure.step);
  const values: Readonly<Record<string, string>> = {
    region: facts.region,
    deadline: counted(facts.environment.DEADLINE_HOURS, 'hour'),
    permission: deniedPermission(failure.cause) ?? 'the cause names it',
  };
  const filled = means.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name);
  return {
    headline: `The ${kind} of ${facts.environment.WORKLOAD_NAME} stopped at ${failure.step}.`,
    meaning: [filled, sentence(`Cause: ${failure.error}: ${failure.cause}`)],
  };
}

function detailsOf(facts: FailoverFacts, leftovers: readonly string[]): readonly (string | undefined)[] {
  const { record, execution, nowMs } = facts;
  return [
    sections.trafficLine(facts),
    sections.requestLine(facts),
    sections.timeLine(facts),
    sections.dataLine(facts),
    sections.newerLine(facts),
    sections.databaseLine(facts),
    leftovers.length === 0 ? undefined : `Still there: ${leftovers.join(', ')}.`,
    ...sections.unreadLines(facts),
    ...sections.heldUpLines(facts),
    sections.readinessLine(facts),
    `Duration: ${duration((nowMs - Date.parse(execution.startTime)) / 1000)}.`,
    `Evidence: ${readEvidence(facts)}`,
    `Execution: ${execution.id}`,
    record.failoverId === null ? undefined : `Failover: ${record.failoverId}`,
  ];
}
