import type { TableContents } from '../../../../functions/shared/manifest';
import { explainDifference } from '../../../../functions/smokeTest/data/came-and-went';

const at = (inserted: number, updated: number, deleted: number, since = 'a') => ({ since, inserted, updated, deleted });
const ZERO = at(10, 10, 10);
const taken = (writes?: TableContents['writes']): TableContents => ({
  table: 'public.jobs',
  columns: ['id'],
  ranges: { by: 'hash', key: [] },
  parts: [],
  writes,
});
const explain = (after: ReturnType<typeof at>, hasMoreRows = false) =>
  explainDifference(taken([ZERO, ZERO]), taken([ZERO, after]), hasMoreRows);

test.each([
  ['nothing was written', at(10, 10, 10), false],
  ['nothing was written, and there are more rows', at(10, 10, 10), true],
  ['rows were only inserted, and there are no more of them', at(99, 10, 10), false],
])('is damage where %s', (_, after, hasMoreRows) => {
  expect(explain(after, hasMoreRows)).toMatch(/^damage: .*, so no row came and went$/);
});

test.each([
  ['a row was updated', at(10, 11, 10), false],
  ['a row was deleted', at(10, 10, 11), false],
  ['rows were inserted, and there are more', at(11, 10, 10), true],
])('may be a row that came and went where %s', (_, after, hasMoreRows) => {
  expect(explain(after, hasMoreRows)).toMatch(/^damage, or a row that came and went, such as a lock: .*ignoreRowsOf$/);
});

test.each([
  [
    'the server was restarted, the statistics were reset, or the table was truncated',
    taken([ZERO, at(10, 10, 10, 'b')]),
  ],
  ['the counters of the table went back', taken([ZERO, at(9, 10, 10)])],
  ['nothing was counted', taken()],
  ['there is no manifest after', undefined],
])('is not known where %s', (_, after) => {
  expect(explainDifference(taken([ZERO, ZERO]), after, false)).toMatch(/how much was written is not known$/);
});
