import { TaskFailedError } from '../../simulator/asl/errors';
import { type Answer, assessed, run, type RunProps } from './backup-failure-run';

/** Step Functions ends an execution whose history has 25,000 (Step Functions quotas, "Maximum execution history size"). */
const MOST_EVENTS = 20_000;
const throttled = () => new TaskFailedError('TransientDependencyError', 'ThrottlingException: Rate exceeded');
const refused = () => new TaskFailedError('Broken.Exception', 'x (Service: x, Status Code: 503)');

/** An incident of a week, checked as seldom as the function says: every quarter of an hour, later every half. */
const week = (kind?: string, nextPollSeconds?: number): Answer => {
  let checks = 0;
  return ({ action, isLast }) => {
    if (action === 'close') return assessed('closed');
    if (isLast === true) return assessed('unresolved', 'unresolved');
    checks += 1;
    return assessed('following', kind, { nextPollSeconds: nextPollSeconds ?? (checks < 130 ? 600 : 1800) });
  };
};

/** What keeps an execution going for longest, each to its end. */
const WORST: Readonly<Record<string, readonly [Answer, NonNullable<RunProps['trouble']>]>> = {
  'a week of checks, each of which meets trouble first': [
    week(),
    (() => {
      let calls = 0;
      return ({ state }) => (state === 'FollowIncident' && (calls += 1) % 4 !== 0 ? throttled() : undefined);
    })(),
  ],
  'a week in which no check is answered': [
    week(),
    ({ state }, elapsedMs) => (state === 'FollowIncident' && elapsedMs > 60_000 ? throttled() : undefined),
  ],
  'a week in which something is new every three minutes, and nothing can be sent or recorded': [
    week('reminder', 180),
    ({ state }, elapsedMs) =>
      ['Notify', 'PublishEvent', 'WriteEvidence', 'PublishMetrics'].includes(state) && elapsedMs < 7 * 86_400_000
        ? refused()
        : undefined,
  ],
};

test.each(Object.entries(WORST))('%s: the history stays far from where an execution is ended', async (_, worst) => {
  const [answer, trouble] = worst;
  const outcome = await run(answer, { trouble });
  expect(outcome.minutes / 1440).toBeGreaterThan(7);
  expect(outcome.published.at(-1)?.Subject).toMatch(/unresolved|unassessed/);
  expect(outcome.historyEvents).toBeLessThan(MOST_EVENTS);
  expect(outcome.historyEvents).toBeGreaterThan(1_000);
});
