import { clock, counted } from '../../shared/words';
import type { CorruptionFacts } from './facts';
import { primaryRegionOf } from './facts';
import { keptUntil } from './actions';
import type { ComparisonFact, PlanFact } from './record';

/** Tables that a message names; the evidence has all. */
const MOST_TABLES = 5;

/** What was restored, and what of the wish could not be. */
export function restoredLine(facts: CorruptionFacts): string | undefined {
  const { record, nowMs } = facts;
  const { restored } = record;
  if (restored?.restoredTo == null) return undefined;
  const from = restored.recoveryPointArn === null ? '' : `, from the recovery point ${restored.recoveryPointArn}`;
  return `Restored: ${restored.clusterIdentifier} in ${primaryRegionOf(facts)}, as of ${clock(restored.restoredTo, nowMs)}${from}.`;
}

export function clampedLine({ record, nowMs }: CorruptionFacts): string | undefined {
  const { restored, request } = record;
  if (restored?.restoredTo == null) return undefined;
  const to = clock(restored.restoredTo, nowMs);
  if (restored.clampedFrom !== null) {
    return `${clock(restored.clampedFrom, nowMs)} was asked for; the log reaches to ${to} so far. What was written in between counts as added or changed since. For later data, start again in five minutes.`;
  }
  if (restored.recoveryPointArn === null || request?.at == null) return undefined;
  return `${clock(request.at, nowMs)} is before the log begins, so the newest backup of before is compared: of ${to}. What was written in between counts as changed or deleted, too.`;
}

export function isolationLine({ record }: CorruptionFacts): string | undefined {
  const { restored } = record;
  if (restored === null || restored.isIsolated) return undefined;
  return 'It shares the security groups of the live cluster: whatever reaches that one reaches it, too.';
}

/** `public.orders: 50000 deleted, 3 changed, 20000 added`, the most damaged first. */
export function tableLines({ tables, notCompared }: ComparisonFact): readonly string[] {
  const damaged = tables
    .filter(({ deleted, changed, added }) => deleted + changed + added > 0)
    .toSorted((one, other) => other.deleted + other.changed - (one.deleted + one.changed));
  const lines = damaged
    .slice(0, MOST_TABLES)
    .map(
      ({ table, deleted, changed, added }) => `${table}: ${deleted} deleted, ${changed} changed, ${added} added since`,
    );
  const more = damaged.length - lines.length;
  const without = notCompared.slice(0, MOST_TABLES).map(({ table, reason }) => `${table} (${reason})`);
  const others = notCompared.length - without.length;
  return [
    ...lines,
    ...(more > 0 ? [`and ${counted(more, 'more table')}`] : []),
    ...(without.length === 0
      ? []
      : [`Not compared: ${without.join(', ')}${others > 0 ? `, and ${counted(others, 'more table')}` : ''}.`]),
  ];
}

export function damageLine({ summary }: ComparisonFact): string {
  const { deleted, changed, added } = summary;
  if (deleted + changed + added === 0) return 'The live cluster holds the same rows as it did then.';
  return `Since then ${counted(deleted, 'row')} ${deleted === 1 ? 'was' : 'were'} deleted, ${changed} changed, ${added} added.`;
}

export function planLines({ counts, tables, triggers, notes }: PlanFact): readonly string[] {
  const named = tables.filter(({ insert, update, keptNewer }) => insert + update + keptNewer > 0);
  const silent = triggers.filter(({ fires }) => !fires);
  return [
    ...named
      .slice(0, MOST_TABLES)
      .map(
        ({ table, insert, update, keptNewer }) =>
          `Planned for ${table}: ${insert} to insert, ${update} to update, ${keptNewer} to keep as they are now`,
      ),
    ...(named.length > MOST_TABLES ? [`and ${counted(named.length - MOST_TABLES, 'more table')}`] : []),
    ...(counts.notMovable === 0
      ? []
      : [`${counted(counts.notMovable, 'row')} too large for the Data API: not brought back.`]),
    ...(silent.length === 0
      ? []
      : [
          `Triggers that do not fire: ${silent
            .slice(0, MOST_TABLES)
            .map(({ table, name }) => `${name} of ${table}`)
            .join(', ')}.`,
        ]),
    ...notes.slice(0, MOST_TABLES),
  ];
}

export function keptLine(facts: CorruptionFacts): string | undefined {
  const { record, nowMs } = facts;
  const until = keptUntil(facts);
  if (!record.isKept || record.isCleaningUp || until === null) return undefined;
  return `It is kept until ${clock(until, nowMs)}, and then removed.`;
}
