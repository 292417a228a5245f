import { InvariantViolationError } from '../shared/errors';

/** One of the records of the public name. */
export interface TrafficRecord {
  readonly type: string;
  readonly setIdentifier: string | undefined;
  readonly failover: string | undefined;
  readonly ttl: number | undefined;
  readonly values: readonly string[];
  readonly healthCheckId: string | undefined;
}

export interface Targets {
  readonly primary: string;
  readonly standby: string;
}

export type RecordPlan =
  | { readonly kind: 'asWanted' }
  | { readonly kind: 'change'; readonly records: readonly TrafficRecord[] }
  | { readonly kind: 'unexpected'; readonly why: string };

/**
 * The records that route the public name to `serves`: the PRIMARY failover record to it and the SECONDARY to the other,
 * or, where there is one plain CNAME, that one.
 */
export function planRecords(records: readonly TrafficRecord[], targets: Targets, serves: keyof Targets): RecordPlan {
  const aliases = records.filter((record) => record.type === 'CNAME');
  if (aliases.length === 0) return { kind: 'unexpected', why: 'the public name has no CNAME record' };
  const other = serves === 'standby' ? targets.primary : targets.standby;
  const wanted: TrafficRecord[] = [];
  for (const record of aliases) {
    const role = record.failover ?? (aliases.length === 1 ? 'PRIMARY' : undefined);
    if (role === undefined)
      return { kind: 'unexpected', why: 'the public name has CNAME records without a failover role' };
    wanted.push({ ...record, values: [role === 'PRIMARY' ? targets[serves] : other] });
  }
  const changed = wanted.filter((record, index) => !sameTarget(record, aliases[index]));
  return changed.length === 0 ? { kind: 'asWanted' } : { kind: 'change', records: changed };
}

function sameTarget(wanted: TrafficRecord, present: TrafficRecord | undefined): boolean {
  if (present === undefined) throw new InvariantViolationError('a record was planned that is not there');
  const normal = (name: string | undefined) => name?.toLowerCase().replace(/\.$/, '');
  return present.values.length === 1 && normal(present.values[0]) === normal(wanted.values[0]);
}
