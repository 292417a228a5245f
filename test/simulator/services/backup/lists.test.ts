import { forgetOldJobs, shuffled } from '../../../../simulator/services/backup/lists';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-24T10:00:00Z');

const job = (daysAgo: number, ended = true) => ({
  createdAt: new Date(NOW - daysAgo * DAY),
  completedAt: ended ? new Date(NOW - daysAgo * DAY + 1000) : undefined,
});

test('jobs that have ended are remembered for thirty days', () => {
  const jobs = new Map(Object.entries({ a: job(40), b: job(31), c: job(29), d: job(0) }));
  forgetOldJobs(jobs, NOW);
  expect([...jobs.keys()]).toEqual(['c', 'd']);
});

test('a job that goes on is not forgotten, however old', () => {
  const jobs = new Map(Object.entries({ stuck: job(40, false), d: job(0) }));
  forgetOldJobs(jobs, NOW);
  expect([...jobs.keys()]).toEqual(['stuck', 'd']);
});

test('a list comes in an order that is always the same and is not that of the items', () => {
  const items = Array.from({ length: 20 }, (_, index) => ({ id: `job-${index}` }));
  const first = shuffled(items, ({ id }) => id);
  expect(first).not.toEqual(items);
  expect(shuffled([...items].reverse(), ({ id }) => id)).toEqual(first);
});
