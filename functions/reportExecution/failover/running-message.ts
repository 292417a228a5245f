import { sentence } from '../../shared/words';
import { NOTHING_CAUGHT, runningMessage } from '../common/running-message';
import { requestLine } from '../common/sections';
import type { Notification } from '../contract';
import { failoverActions } from './actions';
import type { RunningFacts } from './facts';
import { failedChecks } from './failed-checks';
import * as sections from './sections';
import { waitingStep } from './waiting-steps';

const CLEAN_UP: ReadonlySet<string> = new Set(['CleanUp', 'RemoveCluster', 'RemoveStack']);

/** What is said of a failover or a drill that is held up. */
export function runningFailover(facts: RunningFacts): Notification {
  const { record } = facts;
  const caught = record.caught ?? NOTHING_CAUGHT;
  const { waitsFor, next } = waitingStep(caught.step);
  return runningMessage(facts, {
    kind: record.request?.mode ?? 'execution',
    caught,
    interruptions: record.interruptions,
    budgets: record.budgets,
    cleanUpBegan: CLEAN_UP.has(caught.step) ? caught.startedAt : null,
    waitsFor,
    actions: failoverActions(next, { ...facts, failure: undefined, clusters: [] }),
    details: [
      servesLine(facts),
      checksLine(facts, caught.step),
      requestLine(facts, record.request),
      sections.newerLine(facts),
    ],
  });
}

function checksLine({ record }: RunningFacts, step: string): string | undefined {
  const failed = failedChecks(record, step);
  return failed === '' ? undefined : `Failed checks: ${sentence(failed)}`;
}

/** Where users are served, as this execution knows it. */
function servesLine({ record, region }: RunningFacts): string {
  if (record.switch !== null) return `Traffic: this execution has begun to move it to ${region}.`;
  const before = 'when this execution started; it has not moved it.';
  if (record.serves === 'unknown') return 'Traffic: not read yet; this execution has not moved it.';
  return `Traffic: went to ${record.serves === 'standby' ? region : 'the primary region'} ${before}`;
}
