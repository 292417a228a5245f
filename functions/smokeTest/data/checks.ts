import {
  AMCHECK_SQL,
  countSql,
  FINGERPRINT_SQL,
  heapCheckSql,
  INDEXES_SQL,
  indexCheckSql,
  nameOf,
  newestSql,
  TABLES_SQL,
} from '../../shared/catalogue-sql';
import {
  expectedTables,
  isUnreadable,
  judgeFingerprint,
  judgeHeartbeat,
  judgeOwn,
  judgeRows,
  type Manifests,
} from './decide';
import type { DataCheckRun, Restored } from './check-run';
import { catalogueCheck, contentCheck, sequenceCheck } from './contents';
import { newestRowCheck } from './newest-row';
import { spareDenials } from './spare-denials';

/** The built-in checks, then the team's own, always in the same order: a cursor counts them. */
export function checksOf(restored: Restored): readonly DataCheckRun[] {
  const { settings, recoveryPointMs, manifests } = restored;
  const whole = ['database'];
  const heartbeat = settings.heartbeat;
  return [
    {
      name: 'manifest of the time of the recovery point',
      items: async () => whole,
      look: async () =>
        manifests === undefined
          ? `none was taken within ${settings.manifest.maximumAgeMinutes} minutes before ${new Date(recoveryPointMs).toISOString()}: see the function recordManifest in the primary region`
          : undefined,
      passed: () =>
        `taken at ${[manifests?.before, manifests?.after].flatMap((each) => each?.takenAt ?? []).join(' and ')}`,
    },
    withManifest('every table of the manifest is there', manifests, (known) => {
      const present = remembered(
        async () => new Set((await restored.query(TABLES_SQL)).map(([schema, name]) => nameOf(schema, name))),
      );
      return {
        items: async () => expectedTables(known),
        look: async (table) => ((await present()).has(table) ? undefined : `${table} is missing`),
        passed: tables,
      };
    }),
    withManifest('row counts are those of the manifest', manifests, (known) => rowCounts(restored, known)),
    withManifest('the schema is that of the manifest', manifests, (known) => ({
      items: async () => whole,
      look: async () => judgeFingerprint(String((await restored.query(FINGERPRINT_SQL))[0]?.[0]), known),
      passed: () => 'the same fingerprint',
    })),
    withManifest('contents are those of the manifest, where nothing changed', manifests, (known) =>
      contentCheck(restored, known),
    ),
    withManifest(
      'extensions, roles, grants, collations and constraints are those of the manifest',
      manifests,
      (known) => catalogueCheck(restored, known),
    ),
    spareDenials(sequenceCheck(restored)),
    ...(heartbeat === null
      ? []
      : [
          {
            name: 'the newest heartbeat is as new as the recovery point',
            items: async () => whole,
            look: async () => {
              const newest = (await restored.query(newestSql(heartbeat)))[0]?.[0] ?? null;
              const newestMs = newest === null ? undefined : Number(newest);
              return judgeHeartbeat(newestMs, recoveryPointMs, heartbeat.maximumLagMinutes);
            },
            passed: () => `at most ${heartbeat.maximumLagMinutes} minutes older`,
          },
        ]),
    ...(settings.integrity ? integrityChecks(restored).map(spareDenials) : []),
    ...settings.checks.map((check) => ({
      name: check.name,
      items: async () => whole,
      look: async () => judgeOwn(check, await restored.query(check.sql), recoveryPointMs, manifests),
      passed: () => 'as expected',
    })),
    ...settings.newestRows.map((wanted) => newestRowCheck(restored, wanted)),
  ];
}

/** A table that the role could not read is said, and spoils nothing; where it could read none, nothing is proven. */
function rowCounts(restored: Restored, known: Manifests): Omit<DataCheckRun, 'name'> {
  const { manifest, role } = restored.settings;
  const wanted = expectedTables(known).filter((table) => !manifest.ignoreRowsOf.includes(table));
  const unreadable = wanted.filter((table) => isUnreadable(table, known));
  const isBlind = unreadable.length > 0 && unreadable.length === wanted.length;
  const notCompared = `not compared: ${unreadable.join(', ')}, which the role ${role} may not read in the primary`;
  return {
    items: async () => (isBlind ? ['database'] : wanted.filter((table) => !unreadable.includes(table))),
    look: async (table) =>
      isBlind
        ? notCompared
        : judgeRows(table, await countRows(restored, known, table), known, manifest.rowsWithinPercent),
    passed: (count) => (unreadable.length === 0 ? tables(count) : `${tables(count)}; ${notCompared}`),
  };
}

function integrityChecks(restored: Restored): readonly DataCheckRun[] {
  const amcheckSchema = remembered(async () => {
    const [row] = await restored.query(AMCHECK_SQL);
    return row === undefined ? undefined : String(row[0]);
  });
  const listed = (sql: string) => async () => {
    if ((await amcheckSchema()) === undefined) return 'not looked at: the extension amcheck is not there';
    return (await restored.query(sql)).map(([schemaName, name]) => nameOf(schemaName, name));
  };
  return [
    {
      name: 'indexes are intact',
      items: listed(INDEXES_SQL),
      look: async (index) => {
        // It returns nothing, or is an error that says what is broken.
        await restored.queryAsMaster(indexCheckSql((await amcheckSchema()) ?? '', index));
        return undefined;
      },
      passed: (count) => (count === 1 ? '1 index' : `${count} indexes`),
    },
    {
      name: 'tables are intact',
      items: listed(TABLES_SQL),
      look: async (table) => {
        const damage = await restored.queryAsMaster(heapCheckSql((await amcheckSchema()) ?? '', table));
        return damage.length === 0 ? undefined : `${table}: ${damage.map(([message]) => String(message)).join('; ')}`;
      },
      passed: tables,
    },
  ];
}

/** What cannot be compared is not known to be right. */
function withManifest(
  name: string,
  manifests: Manifests | undefined,
  make: (known: Manifests) => Omit<DataCheckRun, 'name'>,
): DataCheckRun {
  if (manifests !== undefined) return { name, ...make(manifests) };
  return {
    name,
    items: async () => ['database'],
    look: async () => 'not looked at: there is no manifest',
    passed: tables,
  };
}

/** A table that was estimated then is estimated now, in the same way. */
async function countRows(restored: Restored, { before }: Manifests, table: string): Promise<number> {
  if (before.tables.find((each) => each.name === table)?.counted !== 'estimated')
    return Number((await restored.query(countSql(table)))[0]?.[0]);
  const row = (await restored.query(TABLES_SQL)).find(([schema, name]) => nameOf(schema, name) === table);
  return Math.max(0, Number(row?.[2] ?? 0));
}

/** Asked once; an error is not remembered. */
function remembered<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let answer: { readonly value: Value } | undefined;
  return async () => {
    answer ??= { value: await ask() };
    return answer.value;
  };
}

function tables(count: number): string {
  return count === 1 ? '1 table' : `${count} tables`;
}
