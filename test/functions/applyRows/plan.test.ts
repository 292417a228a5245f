import { RECOVERY, RepairStage } from './repair-stage';

const small = (name: string) => [
  `CREATE TABLE ${name} (id int PRIMARY KEY, name text)`,
  `INSERT INTO ${name} SELECT n, 'as it was ' || n FROM generate_series(1, 10) n`,
];

const stage = new RepairStage();

beforeAll(() =>
  stage.open([
    ...small('filtered'),
    ...small('altered'),
    ...small('narrowed'),
    ...small('widened'),
    ...small('mother'),
    'CREATE TABLE child (id int PRIMARY KEY, mother int CONSTRAINT has_mother REFERENCES mother)',
    'INSERT INTO child SELECT n, n FROM generate_series(1, 10) n',
    'CREATE TABLE family (id int PRIMARY KEY, mother int CONSTRAINT in_family REFERENCES family)',
    'INSERT INTO family SELECT n, nullif(n - 1, 0) FROM generate_series(1, 60) n',
    'CREATE TABLE mailed (id serial PRIMARY KEY, name text CONSTRAINT one_name UNIQUE)',
    "INSERT INTO mailed (name) SELECT 'name ' || n FROM generate_series(1, 10) n",
    ...small('foreign_owned'),
  ]),
);
afterEach(() => stage.reset());
afterAll(() => stage.close());

const refusal = (request: Parameters<typeof stage.plan>[0]) =>
  stage.plan(request).then(
    () => 'it was planned',
    (error: Error) => `${error.name}: ${error.message}`,
  );

test('a plan changes nothing, begins nothing that could, and is the same again', async () => {
  await stage.run('DELETE FROM filtered WHERE id <= 4');
  await stage.compare('public.filtered');
  const before = await stage.contents('filtered');
  const plan = await stage.plan();
  expect(plan).toMatchObject({ phase: 'done', counts: { insert: 4, update: 0 }, blockers: [], transactions: 1 });
  expect(await stage.plan()).toEqual(plan);
  expect(await stage.contents('filtered')).toEqual(before);
  expect(stage.calls.filter(({ operation }) => operation === 'CommitTransaction')).toEqual([]);
  expect(stage.calls.filter(({ sql }) => /^select .*'transaction_read_only', 'on'/.test(sql))).toHaveLength(8);
});

describe('a predicate', () => {
  beforeEach(() => stage.compare('public.filtered'));
  const where = (predicate: string) => ({ tables: ['public.filtered'], where: { 'public.filtered': predicate } });

  test.each([
    ['id IN (1, 3)', 2],
    ["name = 'as it was 2' OR id = (SELECT max(id) - 6 FROM filtered)", 2],
    ["name LIKE '%:x%'", 0],
  ])('%s chooses rows as they were', async (predicate, insert) => {
    expect(await stage.plan(where(predicate))).toMatchObject({ counts: { insert } });
  });

  test.each([
    ['id = ', /where of public\.filtered: ERROR: syntax error/],
    ['no_such_column = 1', /ERROR: column "no_such_column" does not exist/],
    ["id = nextval('mailed_id_seq')", /cannot execute nextval\(\) in a read-only transaction/],
    [
      "set_config('transaction_read_only', 'off', true) = 'off'",
      /transaction read-write mode must be set before any query/,
    ],
    ['id = :id', /where of public\.filtered: .*id/],
    ['true; DROP TABLE filtered', /it has a semicolon/],
    ['true) OR (true', /closes a parenthesis/],
  ])('%s is refused in the words of what refuses it', async (predicate, words) => {
    const refused = await refusal(where(predicate));
    expect(refused).toMatch(words);
    expect(refused).toMatch(/^InvalidRequestError/);
    expect(await stage.column('SELECT count(*) FROM filtered')).toEqual(['6']);
  });

  test('of a table that the request does not bring is refused', async () => {
    await expect(stage.plan({ tables: ['public.mother'], where: { 'public.filtered': 'true' } })).rejects.toMatchObject(
      {
        name: 'InvalidRequestError',
      },
    );
  });
});

describe('a table', () => {
  test('that no comparison has is refused, and so is one that could not be compared', async () => {
    stage.writeIndex({
      tables: [{ table: 'public.filtered', key: ['id'], columns: ['id', 'name'], objects: {} }],
      notCompared: [{ table: 'public.keyless', reason: 'no-key', detail: '7 rows' }],
    });
    expect(await refusal({ tables: ['public.missing'] })).toBe(
      'InvalidRequestError: tables: "public.missing" is in neither cluster\'s comparison: write schema and table, such as public.filtered',
    );
    expect(await refusal({ tables: ['public.keyless'] })).toContain(
      '"public.keyless" was not compared: it has no primary key and no unique index without NULL (7 rows)',
    );
    stage.reset();
    expect(await refusal({ listFrom: 'corruption/20260101-000000/before' })).toContain(
      'there is no comparison at s3://evidence/corruption/20260101-000000/before/index.json',
    );
  });

  test('whose columns changed since is a blocker that says how', async () => {
    await stage.run('DELETE FROM altered', 'DELETE FROM narrowed', 'DELETE FROM widened', 'DELETE FROM foreign_owned');
    await stage.compare('public.altered', 'public.narrowed', 'public.widened', 'public.foreign_owned');
    await stage.run(
      'ALTER TABLE altered ALTER COLUMN name TYPE varchar(20)',
      'ALTER TABLE narrowed DROP COLUMN name',
      'ALTER TABLE widened ADD COLUMN more int NOT NULL',
      'ALTER TABLE foreign_owned OWNER TO CURRENT_USER',
    );
    const { blockers, planId } = await stage.plan();
    expect(blockers).toEqual([
      'public.altered.name was text in the restored cluster and is character varying(20) now: its rows do not fit any more; change the type back, or leave the table out',
      'the user of the secret may not read and write public.foreign_owned: GRANT SELECT, INSERT, UPDATE, DELETE ON public.foreign_owned to it',
      'public.narrowed has no column name in the live cluster any more: compare again (mode inspect), or leave the table out',
      'public.widened.more was added since, takes no NULL and has no default, so no row can be inserted: give it a default',
    ]);
    await expect(stage.apply(planId)).rejects.toMatchObject({
      name: 'InvalidRequestError',
      message: expect.stringContaining('cannot be applied: public.altered.name was text'),
    });
    await stage.run('ALTER TABLE widened ALTER COLUMN more SET DEFAULT 7');
    expect(await stage.plan({ tables: ['public.widened'] })).toMatchObject({
      blockers: [],
      counts: { insert: 10 },
      notes: ['public.widened has columns that the restored cluster had not: more take their defaults'],
    });
    await stage.run('DROP TABLE widened');
    expect((await stage.plan({ tables: ['public.widened'] })).blockers).toEqual([
      'public.widened is not in the live cluster any more: create it again, or leave it out of tables',
    ]);
  });
});

test('parents that rows need and the request does not bring are counted, and the table is named', async () => {
  await stage.run('DELETE FROM child', 'DELETE FROM mother WHERE id > 7');
  await stage.compare('public.mother', 'public.child');
  expect((await stage.plan({ tables: ['public.child'] })).blockers).toEqual([
    expect.stringContaining(
      'rows of public.child need 3 rows of public.mother (mother ["10"], ["8"], ["9"]; has_mother)',
    ),
  ]);
  expect((await stage.plan({ tables: ['public.child'] })).blockers[0]).toContain('add "public.mother" to tables');
  const some = { where: { 'public.mother': 'id > 8' } };
  expect((await stage.plan(some)).blockers).toEqual([expect.stringContaining('widen the predicate of public.mother')]);
  expect((await stage.plan()).blockers).toEqual([]);
});

test('a table that refers to itself comes back in one transaction, whatever the order of its rows', async () => {
  process.env['ROWS_PER_TRANSACTION'] = '60';
  const before = await stage.contents('family');
  await stage.run('DELETE FROM family');
  await stage.compare('public.family');
  const plan = await stage.plan();
  expect(plan.blockers).toEqual([]);
  process.env['ROWS_PER_TRANSACTION'] = '20';
  expect((await stage.plan()).blockers).toEqual([
    'tables that refer to each other take one transaction, and 60 rows are more than one takes (20): bring fewer by a predicate (where)',
  ]);
  expect((await stage.plan({ triggers: 'fire' })).blockers).toEqual([
    expect.stringContaining(
      'the foreign key in_family of public.family closes a circle and is checked at each statement',
    ),
  ]);
  await stage.run('ALTER TABLE family ALTER CONSTRAINT in_family DEFERRABLE');
  process.env['ROWS_PER_TRANSACTION'] = '60';
  const fired = await stage.plan({ triggers: 'fire' });
  expect(fired.blockers).toEqual([]);
  expect(await stage.apply(fired.planId, { triggers: 'fire' })).toMatchObject({ phase: 'done', inserted: 60 });
  expect(await stage.contents('family')).toEqual(before);
});

test('a value that a newer row has taken is a blocker, and a sequence that is behind is set forward', async () => {
  await stage.run('DELETE FROM mailed WHERE id > 5', "SELECT setval('mailed_id_seq', 5)");
  await stage.compare('public.mailed');
  const plan = await stage.plan();
  expect(plan.sequences).toEqual([{ sequence: 'public.mailed_id_seq', column: 'id', from: '5', to: '10' }]);
  await stage.run("INSERT INTO mailed (id, name) VALUES (77, 'name 9')");
  expect((await stage.plan()).blockers).toEqual([
    '1 value of the unique index one_name of public.mailed is taken by rows written since, such as ["77"]: change or remove those, or leave the older rows out by a predicate (where)',
  ]);
  await stage.run('DELETE FROM mailed WHERE id = 77');
  expect(await stage.apply(plan.planId)).toMatchObject({ phase: 'done', inserted: 5 });
  expect(await stage.column("SELECT nextval('mailed_id_seq')")).toEqual(['11']);
  expect(await stage.undo()).toMatchObject({ removed: 5 });
  expect(await stage.column("SELECT nextval('mailed_id_seq')")).toEqual(['12']);
});

test('a plan of another request, of another recovery, or none is refused', async () => {
  await stage.compare('public.filtered');
  const { planId } = await stage.plan({ where: { 'public.filtered': 'id = 1' } });
  await expect(stage.apply(planId, { where: { 'public.filtered': 'id = 2' } })).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: `planId: ${planId} is the plan of another request: plan again, and write the planId of the answer`,
  });
  await expect(stage.apply('0123456789abcdef')).rejects.toMatchObject({
    message: `planId: 0123456789abcdef is no plan of recovery ${RECOVERY}: plan again, and write the planId of the answer`,
  });
  await expect(stage.undo()).rejects.toMatchObject({ name: 'InvalidRequestError' });
});

test('the undo is a script that a person can read, before the first row is written', async () => {
  await stage.compare('public.filtered');
  const { planId } = await stage.plan();
  stage.failNth('INSERT INTO "public"."filtered"', 1, 'dies');
  await expect(stage.once(planId)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  const script = stage.objects.get(`corruption/${RECOVERY}/undo/000001-public.filtered.sql`);
  expect(script).toContain('takes back 4 inserted and 0 overwritten rows of public.filtered.');
  const { phase, undoCommand } = await stage.apply(planId);
  expect(phase).toBe('done');
  expect(undoCommand).toContain('aws lambda invoke --region us-west-2 --function-name pilot-light-apply-rows');
  await stage.run(...(script ?? '').split(/;\n/).filter((statement) => statement.trim() !== ''));
  expect(await stage.column('SELECT count(*) FROM filtered')).toEqual(['6']);
});
