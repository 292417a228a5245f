import { assertProperty, fc } from '../../properties/assert-property';
import { CompareStage } from './compare-stage';

const stage = new CompareStage();

beforeAll(() => stage.open('CREATE TABLE small (a int, b text, c numeric, PRIMARY KEY (a, b))'));
afterAll(() => stage.close());

/** Keys that are easily confused, and values that are easily lost. */
const KEY_TEXTS = ['', ' ', 'a', 'A', 'ä', ',', '"', '\\', '\n', '(', 'NULL', 'a,b'] as const;
const VALUES = [null, '0', '0.0', '-1', 'NaN', '1e20'] as const;
const contents = fc.uniqueArray(
  fc.record({ a: fc.integer({ min: -3, max: 30 }), b: fc.constantFrom(...KEY_TEXTS), c: fc.constantFrom(...VALUES) }),
  { selector: ({ a, b }) => JSON.stringify([a, b]), maxLength: 60 },
);
type Row = { readonly a: number; readonly b: string; readonly c: string | null };

const insertOf = (rows: readonly Row[]) => {
  const json = JSON.stringify(rows.map(({ a, b, c }) => ({ a, b, c }))).replaceAll("'", "''");
  return `INSERT INTO small SELECT (x->>'a')::int, x->>'b', (x->>'c')::numeric FROM json_array_elements('${json}'::json) x`;
};

test('no difference is missed, and none is found that is not there', async () => {
  await assertProperty(
    fc.asyncProperty(contents, contents, fc.boolean(), async (before, other, isKept) => {
      const after = isKept ? [...before.slice(3), ...other.slice(0, 2)].filter(uniqueByKey()) : other;
      await stage.restored('TRUNCATE small', insertOf(before));
      await stage.live('TRUNCATE small', insertOf(after));
      const { summary } = await stage.compare('public.small');
      const [was, is] = [byKey(before), byKey(after)];
      expect([summary.deleted, summary.changed, summary.added]).toEqual([
        [...was.keys()].filter((key) => !is.has(key)).length,
        [...was].filter(([key, value]) => is.has(key) && is.get(key) !== value).length,
        [...is.keys()].filter((key) => !was.has(key)).length,
      ]);
      const listed = stage.index.tables.length === 0 ? [] : stage.list('public.small', 'deleted').map(({ key }) => key);
      expect(new Set(listed.map((key) => JSON.stringify(key)))).toEqual(
        new Set([...was.keys()].filter((key) => !is.has(key))),
      );
    }),
    { runs: 8 },
  );
});

function uniqueByKey() {
  const seen = new Set<string>();
  return ({ a, b }: Row) => {
    const key = JSON.stringify([String(a), b]);
    return seen.size !== seen.add(key).size;
  };
}

function byKey(rows: readonly Row[]): ReadonlyMap<string, string | null> {
  // 1e20 is written with its zeros; no two of the values are written alike.
  return new Map(rows.map(({ a, b, c }) => [JSON.stringify([String(a), b]), c]));
}
