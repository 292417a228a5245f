import { RepairStage } from './repair-stage';

const stage = new RepairStage();

beforeAll(() =>
  stage.open([
    'CREATE TABLE years (id int, year int, name text, PRIMARY KEY (id, year)) PARTITION BY RANGE (year)',
    'CREATE TABLE years_old PARTITION OF years FOR VALUES FROM (2000) TO (2025)',
    'CREATE TABLE years_new PARTITION OF years FOR VALUES FROM (2025) TO (2030) PARTITION BY LIST (year)',
    'CREATE TABLE years_2025 PARTITION OF years_new FOR VALUES IN (2025)',
    'CREATE TABLE years_2026 PARTITION OF years_new FOR VALUES IN (2026)',
    "INSERT INTO years SELECT n, 2023 + n % 4, 'name ' || n FROM generate_series(1, 40) n",
    'CREATE TABLE notes (id int PRIMARY KEY, year_id int, year int, CONSTRAINT of_year FOREIGN KEY (year_id, year) REFERENCES years)',
    'INSERT INTO notes SELECT n, n, 2023 + n % 4 FROM generate_series(1, 40) n',
    'CREATE TABLE split (id int PRIMARY KEY, name text) PARTITION BY RANGE (id)',
    'CREATE TABLE split_a PARTITION OF split FOR VALUES FROM (0) TO (100)',
    "INSERT INTO split SELECT n, 'name ' || n FROM generate_series(0, 99) n",
    'CREATE TABLE plain (id int PRIMARY KEY, name text)',
    "INSERT INTO plain SELECT n, 'name ' || n FROM generate_series(1, 10) n",
    'CREATE TABLE watched (id int PRIMARY KEY, name text)',
    "INSERT INTO watched SELECT n, 'name ' || n FROM generate_series(1, 10) n",
    'CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$',
    'CREATE TRIGGER shout BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION shout()',
    'CREATE TABLE audited (id int PRIMARY KEY, name text)',
    "INSERT INTO audited SELECT n, 'as it was ' || n FROM generate_series(1, 10) n",
    'CREATE TABLE audit (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what text)',
    `CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO audit (what) VALUES (NEW.name); NEW.name := NEW.name || '!'; RETURN NEW; END $$`,
    'CREATE TRIGGER audit BEFORE INSERT ON audited FOR EACH ROW EXECUTE FUNCTION audit()',
    'CREATE TABLE counting (id int PRIMARY KEY, name text)',
    "INSERT INTO counting SELECT n, 'as it was ' || n FROM generate_series(1, 10) n",
    'CREATE TABLE total (n int PRIMARY KEY)',
    'INSERT INTO total VALUES (0)',
    `CREATE FUNCTION total() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE total SET n = n + 1; RETURN NEW; END $$`,
    'CREATE TRIGGER total AFTER INSERT ON counting FOR EACH ROW EXECUTE FUNCTION total()',
    'CREATE TABLE large (id int PRIMARY KEY, body text)',
    // As a row's text: 44 KB of a character that JSON writes with six, or of quotes.
    'INSERT INTO large SELECT n, repeat(chr(1), 44000) FROM generate_series(1, 16) n',
    `INSERT INTO large SELECT n, repeat('"', 22000) FROM generate_series(17, 30) n`,
    `INSERT INTO large VALUES (101, repeat('x', 49100)), (102, repeat('x', 49200))`,
  ]),
);
afterEach(() => stage.reset());
afterAll(() => stage.close());

describe('a partitioned table', () => {
  const YEARS = ['years', 'notes'] as const;

  test('means its partitions, each of which gets its own rows back', async () => {
    const before = await stage.contents(...YEARS);
    await stage.run('DELETE FROM notes', 'DELETE FROM years WHERE id <= 30');
    const damaged = await stage.contents(...YEARS);
    await stage.compare('public.years', 'public.notes');
    const request = { tables: ['public.years', 'public.notes'] };
    const plan = await stage.plan(request);
    expect(plan).toMatchObject({ blockers: [], counts: { insert: 70 } });
    expect(plan.tables.map(({ table, insert }) => [table, insert])).toEqual([
      ['public.years_2025', 8],
      ['public.years_2026', 7],
      ['public.years_old', 15],
      ['public.notes', 40],
    ]);
    expect(await stage.apply(plan.planId, request)).toMatchObject({ phase: 'done', inserted: 70 });
    expect(await stage.contents(...YEARS)).toEqual(before);
    expect(await stage.undo()).toMatchObject({ phase: 'done', removed: 70, keptNewer: 0 });
    expect(await stage.contents(...YEARS)).toEqual(damaged);
  });

  test('has a predicate that holds for all of them, or one for one', async () => {
    await stage.compare('public.years', 'public.notes');
    const where = { 'public.years': 'id <= 10', 'public.notes': 'id <= 5' };
    expect(await stage.plan({ where })).toMatchObject({ blockers: [], counts: { insert: 15 } });
    const one = {
      tables: ['public.years_new'],
      where: { 'public.years_2026': 'id = 3', 'public.years_new': 'id < 0' },
    };
    expect(await stage.plan(one)).toMatchObject({ blockers: [], counts: { insert: 1 } });
    await expect(stage.plan({ tables: ['public.years_new'], where: { 'public.years_old': 'true' } })).rejects.toThrow(
      'where: "public.years_old" is not among the tables',
    );
    expect((await stage.plan({ tables: ['public.notes'] })).blockers).toEqual([
      expect.stringContaining('rows of public.notes need 30 rows of public.years'),
    ]);
  });

  test('whose rows a wrong update moved gets them back where they were', async () => {
    await stage.run('UPDATE years SET year = 2026 WHERE id IN (32, 33)');
    await stage.compare('public.years_old');
    const { planId } = await stage.plan({ where: { 'public.years_old': 'id > 30' } });
    const applied = await stage.apply(planId, { where: { 'public.years_old': 'id > 30' } });
    expect(applied).toMatchObject({ phase: 'done', inserted: 2 });
    expect(await stage.column('SELECT tableoid::regclass FROM years WHERE id = 33 ORDER BY 1')).toEqual([
      'years_old',
      'years_2026',
    ]);
  });

  test('that was cut anew since: a row that is in another partition now is kept, and none is written where it has no place', async () => {
    await stage.run(
      'ALTER TABLE split DETACH PARTITION split_a',
      'CREATE TABLE split_b PARTITION OF split FOR VALUES FROM (50) TO (100)',
      'INSERT INTO split_b SELECT * FROM split_a WHERE id >= 50',
      'DELETE FROM split_a WHERE id >= 50',
      'ALTER TABLE split ATTACH PARTITION split_a FOR VALUES FROM (0) TO (50)',
      'DELETE FROM split WHERE id IN (10, 60)',
    );
    const before = await stage.contents('split');
    await stage.compare('public.split');
    const plan = await stage.plan({ changedSince: 'takeOlder', where: { 'public.split': 'id = 60' } });
    const refused = await stage.apply(plan.planId, { changedSince: 'takeOlder', where: { 'public.split': 'id = 60' } });
    expect(refused).toMatchObject({ phase: 'refused', inserted: 0 });
    expect(refused.detail).toContain('new row for relation "split_a" violates partition constraint');
    expect(await stage.contents('split')).toEqual(before);
    stage.reset();
    await stage.compare('public.split');
    const where = { 'public.split': 'id <> 60' };
    const kept = await stage.plan({ where });
    expect(kept).toMatchObject({ blockers: [], counts: { insert: 1, keptNewer: 49 } });
    expect(await stage.apply(kept.planId, { where })).toMatchObject({ phase: 'done', inserted: 1, keptNewer: 49 });
    expect(await stage.column('SELECT count(*), min(name) FROM split WHERE id <> 60')).toEqual(['99']);
  });
});

describe('triggers', () => {
  test('do not fire unless the request says so', async () => {
    await stage.run('DELETE FROM audited WHERE id <= 2');
    await stage.compare('public.audited');
    const { planId, triggers } = await stage.plan();
    expect(triggers).toEqual([{ table: 'public.audited', name: 'audit', fires: false }]);
    expect(await stage.apply(planId)).toMatchObject({ phase: 'done', inserted: 2, byTriggers: 0 });
    expect(await stage.column('SELECT name FROM audited WHERE id = 1')).toEqual(['as it was 1']);
  });

  test('what they insert elsewhere and alter is undone with the rest', async () => {
    await stage.run('DELETE FROM audited WHERE id <= 2');
    await stage.compare('public.audited');
    const before = await stage.contents('audited', 'audit');
    const { planId } = await stage.plan({ triggers: 'fire' });
    expect(await stage.apply(planId, { triggers: 'fire' })).toMatchObject({
      phase: 'done',
      inserted: 2,
      byTriggers: 2,
    });
    expect(await stage.column('SELECT what FROM audit ORDER BY 1')).toEqual(['as it was 1', 'as it was 2']);
    expect(await stage.column('SELECT name FROM audited WHERE id = 1')).toEqual(['as it was 1!']);
    expect(await stage.undo()).toMatchObject({ phase: 'done', removed: 4, keptNewer: 0 });
    expect(await stage.contents('audited', 'audit')).toEqual(before);
  });

  test('one that overwrites rows is refused by the table that it writes', async () => {
    await stage.run('DELETE FROM counting WHERE id <= 2');
    await stage.compare('public.counting');
    const before = await stage.contents('counting', 'total');
    const { planId } = await stage.plan({ triggers: 'fire' });
    const refused = await stage.apply(planId, { triggers: 'fire' });
    expect(refused).toMatchObject({ phase: 'refused', inserted: 0 });
    expect(refused.detail).toContain(
      'a trigger or a cascade has written public.total (0 rows inserted, 2 overwritten, 0 deleted)',
    );
    expect(await stage.contents('counting', 'total')).toEqual(before);
  });
});

describe('a user who may not set session_replication_role', () => {
  beforeAll(() => stage.run('REVOKE SET ON PARAMETER session_replication_role FROM rds_superuser'));
  afterAll(() => stage.run('GRANT SET ON PARAMETER session_replication_role TO rds_superuser'));

  test('cannot skip the triggers of a table, which is refused by name', async () => {
    await stage.run('DELETE FROM watched WHERE id <= 4');
    await stage.compare('public.watched');
    const { blockers, planId } = await stage.plan();
    expect(blockers).toEqual([
      'triggers of public.watched (shout) cannot be skipped, since the user of the secret may not set session_replication_role: give the user of the secret SET ON PARAMETER session_replication_role, or write triggers "fire"',
    ]);
    await expect(stage.apply(planId)).rejects.toMatchObject({ name: 'InvalidRequestError' });
    const { planId: fired } = await stage.plan({ triggers: 'fire' });
    expect(await stage.apply(fired, { triggers: 'fire' })).toMatchObject({ phase: 'done', inserted: 4 });
    expect(await stage.column("SELECT count(*) FROM watched WHERE name LIKE 'NAME%'")).toEqual(['4']);
    expect(await stage.undo()).toMatchObject({ phase: 'done', removed: 4, keptNewer: 0 });
  });

  test('repairs a table without triggers all the same', async () => {
    await stage.run('DELETE FROM plain WHERE id <= 4');
    await stage.compare('public.plain');
    const { blockers, planId, notes } = await stage.plan();
    expect([blockers, notes]).toEqual([[], []]);
    expect(await stage.apply(planId)).toMatchObject({ phase: 'done', inserted: 4 });
    expect(await stage.undo()).toMatchObject({ phase: 'done', removed: 4 });
  });
});

test('rows near the limits of the Data API come back, and their undo with several megabytes too', async () => {
  const digest = () => stage.column("SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM large t");
  const before = await digest();
  await stage.run('DELETE FROM large WHERE id <= 16 OR id > 100', "UPDATE large SET body = body || 'oops'");
  const damaged = await digest();
  await stage.compare('public.large');
  const request = { changedSince: 'takeOlder' } as const;
  const plan = await stage.plan(request);
  expect(plan).toMatchObject({ blockers: [], counts: { insert: 17, update: 14, notMovable: 1 }, transactions: 1 });
  expect(await stage.apply(plan.planId, request)).toMatchObject({ phase: 'done', inserted: 17, updated: 14 });
  const scripts = [...stage.objects].filter(([key]) => key.endsWith('.sql')).map(([, text]) => text.length);
  expect(scripts.reduce((sum, length) => sum + length)).toBeGreaterThan(1_500_000);
  await stage.run("INSERT INTO large VALUES (102, repeat('x', 49200))");
  expect(await digest()).toEqual(before);
  await stage.run('DELETE FROM large WHERE id = 102');
  expect(await stage.undo()).toMatchObject({ phase: 'done', removed: 17, putBack: 14, keptNewer: 0 });
  expect(await digest()).toEqual(damaged);
});
