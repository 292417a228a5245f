import { InvariantViolationError } from '../shared/errors';

/** What the lock table says, as text. */
export type Item = Readonly<Record<string, string>> | undefined;

export interface Facts {
  readonly nowMs: number;
  readonly region: string;
  readonly executionArn: string;
  readonly lock: Item;
  /** What smokeTest wrote for this execution. */
  readonly proof: Item;
}

export type SwitchPermission =
  | { readonly kind: 'granted' }
  | { readonly kind: 'fencedOut'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Whether this execution may move traffic to this region. It must hold the lock for a failover, and smokeTest must have
 * written that the standby passed in this very execution, a short while ago. A caller's word counts for nothing.
 */
export function decidePermission(facts: Facts, proofMaxAgeMs: number): SwitchPermission {
  const { lock, proof, executionArn } = facts;
  if (lock?.['owner'] !== executionArn || lock['status'] !== 'RUNNING') {
    return {
      kind: 'fencedOut',
      why: `the lock belongs to ${lock?.['owner'] ?? 'nobody'} (${lock?.['status'] ?? 'free'})`,
    };
  }
  if (lock['mode'] !== 'failover') return refused(`a ${lock['mode'] ?? 'nameless mode'} never moves traffic`);
  if (proof === undefined) return refused(`this execution has not smoke-tested ${facts.region}`);
  if (proof['executionArn'] !== executionArn) return refused('the proof is of another execution');
  if (proof['suite'] !== 'standby') return refused(`the proof is of the suite ${proof['suite'] ?? 'unknown'}`);
  if (proof['region'] !== facts.region)
    return refused(`the proof is of ${proof['region'] ?? 'no region'}, not ${facts.region}`);
  if (proof['passed'] !== 'true') return refused(`the smoke test of ${facts.region} failed`);
  const ageMs = facts.nowMs - Date.parse(proof['finishedAt'] ?? '');
  if (!(ageMs <= proofMaxAgeMs))
    return refused(`the smoke test is from ${proof['finishedAt'] ?? 'an unknown time'}: too old`);
  return { kind: 'granted' };
}

function refused(why: string): SwitchPermission {
  return { kind: 'refused', why };
}

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
