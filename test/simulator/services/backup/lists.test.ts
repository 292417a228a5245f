import { JobLog } from '../../../../simulator/services/backup/job-log';
import { shuffled } from '../../../../simulator/services/backup/list-pages';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-24T10:00:00Z');

const job = (id: string, daysAgo: number, ended = true) => ({
  id,
  createdAt: new Date(NOW - daysAgo * DAY),
  completedAt: ended ? new Date(NOW - daysAgo * DAY + 1000) : undefined,
});

function logOf(...jobs: ReturnType<typeof job>[]) {
  const log = new JobLog<ReturnType<typeof job>>();
  for (const each of jobs) log.add(each);
  return log;
}

test('jobs that have ended are remembered for thirty days', () => {
  const log = logOf(job('a', 40), job('b', 31), job('c', 29), job('d', 0));
  expect([...log.all.keys()]).toEqual(['c', 'd']);
  expect(log.after(undefined).map(({ id }) => id)).toEqual(['c', 'd']);
});

test('a job that goes on is not forgotten, however old', () => {
  expect([...logOf(job('stuck', 40, false), job('d', 0)).all.keys()]).toEqual(['stuck', 'd']);
});

test.each([
  [50, ['a', 'b', 'c']],
  [3, ['b', 'c']],
  [2.5, ['b', 'c']],
  [0, []],
])('of three jobs those that began less than %d days ago are found', (days, expected) => {
  const log = logOf(job('a', 3), job('b', 2), job('c', 1));
  expect(log.after(new Date(NOW - days * DAY)).map(({ id }) => id)).toEqual(expected);
});

test('a list comes in an order that is always the same and is not that of the items', () => {
  const items = Array.from({ length: 20 }, (_, index) => ({ id: `job-${index}` }));
  const first = shuffled(items, ({ id }) => id);
  expect(first).not.toEqual(items);
  expect(shuffled([...items].reverse(), ({ id }) => id)).toEqual(first);
});
