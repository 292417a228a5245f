import { CATALOGUE_SQL, nameOf, SEQUENCES_SQL, sequenceSql } from '../../shared/catalogue-sql';
import { HOURS_BEFORE } from '../../shared/content-limits';
import { contentSql } from '../../shared/content-sql';
import type { TableContents } from '../../shared/manifest';
import { explainDifference } from './came-and-went';
import type { DataCheckRun, Restored } from './check-run';
import type { Manifests } from './decide';

/** A validation that is started by hand is told why. */
const WHEN_HASHED = `, which are written from ${HOURS_BEFORE} hours before a validation on its schedule (validation.hashContents)`;

/** Holds what has not changed between the two manifests against what was restored. */
export function contentCheck(restored: Restored, known: Manifests): Omit<DataCheckRun, 'name'> {
  const pairs = pairContents(known, restored.settings.manifest.ignoreRowsOf);
  const same = pairs.filter(({ parts }) => parts.length > 0);
  const changed = pairs.filter(({ before, parts }) => parts.length < before.parts.length);
  const rest = changed.length === 0 ? '' : `; changed, not compared: ${inShort(changed.map((pair) => of(pair)))}`;
  return {
    items: async () => {
      if (known.before.contents === undefined) return `not compared: the manifest has no hashes${WHEN_HASHED}`;
      if (known.after?.contents === undefined)
        return `not compared: there is no manifest after the recovery point with hashes${WHEN_HASHED}`;
      return same.length === 0 ? `nothing to compare${rest}` : same.map(({ before }) => before.table);
    },
    async look(table) {
      const pair = same.find(({ before }) => before.table === table);
      if (pair === undefined) return undefined;
      const { columns, ranges } = pair.before;
      const found = new Map(
        (await restored.queryText(contentSql(table, columns, ranges))).map(([part, rows, hash]) => [
          String(part),
          { rows: Number(rows), hash: String(hash) },
        ]),
      );
      const wrong = pair.parts.filter(([part, rows, hash]) => {
        const range = found.get(part);
        return range?.rows !== rows || range.hash !== hash;
      });
      if (wrong.length === 0) return undefined;
      const hasMoreRows = wrong.some(([part, rows]) => (found.get(part)?.rows ?? 0) > rows);
      const where = `${wrong.length} of ${pair.parts.length} ranges that did not change: ${inShort(wrong.map(([part]) => rangeName(ranges, part)))}`;
      return `${table}: other contents than in the primary, in ${where}; ${explainDifference(pair.before, pair.after, hasMoreRows)}`;
    },
    passed: (count) => `${count} ${count === 1 ? 'table' : 'tables'}${rest}`,
  };
}

interface Pair {
  readonly before: TableContents;
  readonly after: TableContents | undefined;
  /** Those that are the same in the manifest after. */
  readonly parts: TableContents['parts'];
}

/** What was there before and after the recovery point, and was the same, was there at it. */
export function pairContents({ before, after }: Manifests, ignored: readonly string[]): readonly Pair[] {
  return (before.contents ?? [])
    .filter(({ table }) => !ignored.includes(table))
    .map((earlier) => {
      const later = after?.contents?.find(({ table }) => table === earlier.table);
      const isAlike =
        later !== undefined &&
        JSON.stringify([later.columns, wherever(later)]) === JSON.stringify([earlier.columns, wherever(earlier)]);
      const hashes = new Map((isAlike ? later.parts : []).map(([part, rows, hash]) => [part, `${rows} ${hash}`]));
      return {
        before: earlier,
        after: later,
        parts: earlier.parts.filter(([part, rows, hash]) => hashes.get(part) === `${rows} ${hash}`),
      };
    });
}

/** The ranges of a table that grows begin later and later; each is whole, and those that both have are the same ones. */
function wherever({ ranges }: TableContents): object {
  return ranges.by === 'key' ? { ...ranges, from: null } : ranges;
}

/** What both manifests have has to be there; a database that is not as it was built, or a constraint, must not be new. */
export function catalogueCheck(restored: Restored, known: Manifests): Omit<DataCheckRun, 'name'> {
  return {
    items: async () =>
      known.before.catalogue === undefined ? 'not compared: the manifest has none of them' : ['database'],
    async look() {
      const found = new Set((await restored.query(CATALOGUE_SQL)).map(([line]) => String(line)));
      return judgeCatalogue(found, known);
    },
    passed: () => `${known.before.catalogue?.length ?? 0} as in the manifest`,
  };
}

/** Lines of what ought not to be there. */
const FAULTY = /^(unvalidated|rebuild) /;

export function judgeCatalogue(found: ReadonlySet<string>, { before, after }: Manifests): string | undefined {
  const earlier = before.catalogue ?? [];
  const later = after?.catalogue === undefined ? undefined : new Set(after.catalogue);
  const missing = earlier.filter((line) => !FAULTY.test(line) && (later?.has(line) ?? true) && !found.has(line));
  const added = [...found].filter((line) => FAULTY.test(line) && !earlier.includes(line) && later?.has(line) !== true);
  const problems = [
    ...(missing.length === 0 ? [] : [`missing: ${inShort(missing)}`]),
    ...(added.length === 0 ? [] : [`not in the primary: ${inShort(added)}`]),
  ];
  return problems.length === 0 ? undefined : problems.join('; ');
}

/** A sequence behind its column gives a value that is taken already. */
export function sequenceCheck(restored: Restored): DataCheckRun {
  const owners = new Map<string, readonly [string, string]>();
  return {
    name: 'sequences are not behind their columns',
    items: async () => {
      for (const [schema, name, tableSchema, table, column] of await restored.query(SEQUENCES_SQL))
        owners.set(nameOf(schema, name), [nameOf(tableSchema, table), String(column)]);
      return [...owners.keys()];
    },
    async look(sequence) {
      const [table, column] = owners.get(sequence) ?? ['', ''];
      const [last, largest] = (await restored.queryAsMaster(sequenceSql(sequence, table, column)))[0] ?? [];
      // One that was never used belongs to a table that gets its keys elsewhere.
      if (last === null || last === undefined || largest === null || Number(largest) <= Number(last)) return undefined;
      return `${sequence} is at ${String(last)}, and ${table}.${column} at ${String(largest)}`;
    },
    passed: (count) => `${count} ${count === 1 ? 'sequence' : 'sequences'}`,
  };
}

function rangeName(ranges: TableContents['ranges'], part: string): string {
  if (ranges.by === 'hash') return `part ${part}`;
  const least = BigInt(part) << BigInt(ranges.shift);
  return `${ranges.column} ${least} to ${least + (1n << BigInt(ranges.shift)) - 1n}`;
}

function of({ before, parts }: Pair): string {
  return `${before.parts.length - parts.length} of ${before.parts.length} ranges of ${before.table}`;
}

function inShort(all: readonly string[]): string {
  const shown = all.slice(0, 5).join(', ');
  return all.length > 5 ? `${shown} and ${all.length - 5} more` : shown;
}
