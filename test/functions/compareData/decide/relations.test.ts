import { chooseKey, chooseTables, planTables, type Relation } from '../../../../functions/compareData/decide/relations';

const relation = (name: string, more: Partial<Relation> = {}): Relation => ({
  schema: 'public',
  name,
  kind: 'r',
  isUnlogged: false,
  isOfExtension: false,
  ancestors: [],
  keys: [['id']],
  columns: [
    { name: 'id', type: 'integer' },
    { name: 'body', type: 'text' },
  ],
  estimate: 0,
  ...more,
});
const reasonOf = (restored: Partial<Relation> | null, live: Partial<Relation> | null) => {
  const side = (more: Partial<Relation> | null) => (more === null ? [] : [relation('t', more)]);
  return planTables(side(restored), side(live)).map((plan) => (plan.kind === 'leave' ? plan.reason : plan.kind));
};

test.each<readonly [string, Partial<Relation> | null, Partial<Relation> | null, readonly string[]]>([
  ['both have it', {}, {}, ['compare']],
  ['its columns are in another order', {}, { columns: relation('t').columns.toReversed() }, ['compare']],
  ['a partition', { ancestors: ['public.all'] }, { ancestors: ['public.all'] }, ['compare']],
  ['it was dropped', {}, null, ['missing-in-live']],
  ['it was created', null, {}, ['missing-in-restored']],
  ['a column was dropped', {}, { columns: relation('t').columns.slice(1) }, ['columns-differ']],
  ['unlogged now', {}, { isUnlogged: true }, ['unlogged']],
  ['unlogged before', { isUnlogged: true }, {}, ['unlogged']],
  ['no key', { keys: [] }, { keys: [] }, ['no-key']],
  ['its key was dropped', {}, { keys: [] }, ['no-key']],
  ['partitioned', { kind: 'p' }, { kind: 'p' }, []],
  ['partitioned since', { kind: 'r' }, { kind: 'p' }, ['kind-differs']],
  ['a table in place of partitions', { kind: 'p' }, { kind: 'r' }, ['kind-differs']],
  ['a foreign table', { kind: 'f' }, { kind: 'f' }, ['foreign-table']],
  ['a materialized view', { kind: 'm' }, null, ['materialized-view']],
  ['of an extension', { isOfExtension: true }, { isOfExtension: true }, ['extension']],
])('%s', (_, restored, live, expected) => {
  expect(reasonOf(restored, live)).toEqual(expected);
});

test.each([
  ['the primary key', [['id'], ['code']], [['id'], ['code']], ['id']],
  ['a unique index, where the primary key is another', [['id'], ['code']], [['uuid'], ['code']], ['code']],
  ['the same columns in another order', [['a', 'b']], [['b', 'a']], ['a', 'b']],
  ['none that one side alone has', [['id']], [['code']], undefined],
])('the key is %s', (_, restored, live, expected) => {
  expect(chooseKey(restored, live)).toEqual(expected);
});

const plans = planTables(
  [relation('orders'), relation('events_1', { ancestors: ['public.events'] }), relation('users')],
  [relation('orders'), relation('events_2', { ancestors: ['public.events'] }), relation('users')],
);

test.each([
  [null, ['public.events_1', 'public.events_2', 'public.orders', 'public.users']],
  [['public.orders'], ['public.orders']],
  [['public.events'], ['public.events_1', 'public.events_2']],
])('asked for %j', (tables, expected) => {
  const chosen = chooseTables(plans, ['public.events'], tables);
  expect(chosen.kind === 'chosen' && chosen.plans.map(({ table }) => table)).toEqual(expected);
});

test.each([
  ['public.order', 'public.orders'],
  ['PUBLIC.ORDERS', 'public.orders'],
  ['app.users', 'public.users'],
  ['public.event', 'public.events'],
])('"%s" is no table, and "%s" is near', (table, near) => {
  const chosen = chooseTables(plans, ['public.events'], [table]);
  expect(chosen).toEqual({
    kind: 'unknown',
    message: expect.stringContaining(`"${table}" in either cluster: write schema and table, such as "${near}"`),
  });
});
