import type { Cell, Rows } from '../../shared/data-api';
import type { Manifest } from '../../shared/manifest';
import type { DataCheck } from './settings';

/** The manifests on both sides of the recovery point: what it holds lies between them. */
export interface Manifests {
  readonly before: Manifest;
  readonly after: Manifest | undefined;
}

/** @returns undefined where none was taken within `maximumAgeMs` before the recovery point */
export function chooseManifests(
  taken: readonly Manifest[],
  recoveryPointMs: number,
  maximumAgeMs: number,
): Manifests | undefined {
  const sorted = [...taken].sort((a, b) => Date.parse(a.takenAt) - Date.parse(b.takenAt));
  const before = sorted.findLast(({ takenAt }) => Date.parse(takenAt) <= recoveryPointMs);
  if (before === undefined || recoveryPointMs - Date.parse(before.takenAt) > maximumAgeMs) return undefined;
  return { before, after: sorted.find(({ takenAt }) => Date.parse(takenAt) > recoveryPointMs) };
}

/** The tables that must be there: one that has been dropped since may be gone already. */
export function expectedTables({ before, after }: Manifests): readonly string[] {
  const still = after === undefined ? undefined : new Set(after.tables.map((table) => table.name));
  return before.tables.map((table) => table.name).filter((name) => still?.has(name) ?? true);
}

/** Whether the role could not read the table when either manifest was taken: then there is nothing to compare with. */
export function isUnreadable(table: string, { before, after }: Manifests): boolean {
  return [before, after].some((manifest) =>
    manifest?.tables.some(({ name, counted }) => name === table && counted === 'unreadable'),
  );
}

/**
 * What is wrong with the number of rows; undefined when nothing is. How far a table has grown until the recovery point only
 * the manifest after it says, and that may not have been replicated yet.
 */
export function judgeRows(table: string, rows: number, manifests: Manifests, percent: number): string | undefined {
  if (isUnreadable(table, manifests)) return `${table}: not compared, the reader role could not read it in the primary`;
  const known = [manifests.before, manifests.after].flatMap((manifest) => {
    const entry = manifest?.tables.find((each) => each.name === table);
    return entry === undefined || entry.counted === 'unreadable' ? [] : entry.rows;
  });
  if (known.length === 0) return `${table}: the manifest does not know it`;
  const least = Math.floor(Math.min(...known) * (1 - percent / 100));
  const most = manifests.after === undefined ? undefined : Math.ceil(Math.max(...known) * (1 + percent / 100));
  if (rows >= least && (most === undefined || rows <= most)) return undefined;
  const expected = most === undefined ? `${least} or more` : `${least} to ${most}`;
  return `${table}: ${rows} rows, expected ${expected} (the manifest says ${known.join(' before and ')}${known.length > 1 ? ' after' : ''})`;
}

export function judgeFingerprint(fingerprint: string, { before, after }: Manifests): string | undefined {
  if (fingerprint === before.schemaFingerprint || fingerprint === after?.schemaFingerprint) return undefined;
  return `the schema has the fingerprint ${fingerprint}, the manifest of ${before.takenAt} has ${before.schemaFingerprint}`;
}

/** A copy that lacks the last writes before its own creation is older than it says. */
export function judgeHeartbeat(
  newestMs: number | undefined,
  recoveryPointMs: number,
  maximumLagMinutes: number,
): string | undefined {
  if (newestMs === undefined) return 'there is no heartbeat at all';
  const lagMinutes = (recoveryPointMs - newestMs) / 60_000;
  if (lagMinutes <= maximumLagMinutes) return undefined;
  return `the newest heartbeat, ${new Date(newestMs).toISOString()}, is ${Math.ceil(lagMinutes)} minutes older than the recovery point; at most ${maximumLagMinutes} are expected`;
}

export function judgeOwn(
  { expect }: DataCheck,
  rows: Rows,
  recoveryPointMs: number,
  manifests: Manifests | undefined,
): string | undefined {
  const value = rows[0]?.[0];
  if (value === undefined) return 'no row, expected one';
  const wrong: (string | undefined)[] = [];
  const { equals, atLeast, withinPercentOfManifest: within, newerThanMinutesBeforeRecoveryPoint: lag } = expect;
  if (equals !== undefined && !isSame(value, equals)) wrong.push(`${show(value)}, expected ${show(equals)}`);
  if (atLeast !== undefined && !(toNumber(value) >= atLeast))
    wrong.push(`${show(value)}, expected at least ${atLeast}`);
  if (within !== undefined) {
    wrong.push(
      manifests === undefined
        ? 'there is no manifest to compare with'
        : judgeRows(within.table, toNumber(value), manifests, within.percent),
    );
  }
  if (lag !== undefined) {
    const atMs = toInstantMs(value);
    if (atMs === undefined) wrong.push(`${show(value)} is no time`);
    else if (recoveryPointMs - atMs > lag * 60_000)
      wrong.push(
        `${new Date(atMs).toISOString()}, expected at most ${lag} minutes before ${new Date(recoveryPointMs).toISOString()}`,
      );
  }
  const problems = wrong.filter((each) => each !== undefined);
  return problems.length === 0 ? undefined : problems.join('; ');
}

/** PostgreSQL's numeric comes as text. */
function isSame(value: Cell, expected: string | number | boolean): boolean {
  return value === expected || (typeof expected === 'number' && toNumber(value) === expected);
}

function toNumber(value: Cell): number {
  return value === null || value === '' ? Number.NaN : Number(value);
}

/** The Data API gives a timestamp as `2026-01-31 03:00:00.123`, in UTC and without saying so. */
function toInstantMs(value: Cell): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const [date = '', time = '00:00'] = value.trim().split(/[ T]/);
  const zone = /(Z|[+-]\d{2}(:?\d{2})?)$/.exec(time)?.[0] ?? '';
  // PostgreSQL writes whole hours as `+01`, which ECMAScript does not read.
  const offset = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone || 'Z';
  const atMs = Date.parse(`${date}T${time.slice(0, time.length - zone.length)}${offset}`);
  return Number.isNaN(atMs) ? undefined : atMs;
}

function show(value: Cell): string {
  return JSON.stringify(value);
}
