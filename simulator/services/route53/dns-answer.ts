import type { RRType } from '@aws-sdk/client-route-53';
import { qualify, type RecordSet } from './record-set';

/** What a name server says. An alias that leads out of our zones is answered with the name it leads to. */
export interface Answer {
  readonly type: RRType;
  readonly values: readonly string[];
  /** Seconds. */
  readonly ttl: number;
}

export interface DataPlane {
  /** What the name servers have for a name: of the zone that is closest to it. */
  recordsOf(name: string): readonly RecordSet[];
  /** A check that nobody knows counts as healthy. */
  isHealthy(healthCheckId: string): boolean;
}

/** Alias records of AWS resources are answered with this time to live (Route 53 Developer Guide, alias records). */
const ALIAS_TTL_SECONDS = 60;
/** An alias may lead to an alias: a bound on it. */
const MAXIMUM_ALIASES = 8;

/** Answers a question as Route 53's name servers do. A CNAME answers a question for another type as well. */
export function answerQuestion(plane: DataPlane, name: string, type: RRType, depth = 0): Answer | undefined {
  const records = plane.recordsOf(qualify(name));
  const ofType = records.filter((record) => record.type === type);
  const candidates = ofType.length > 0 ? ofType : records.filter((record) => record.type === 'CNAME');
  const record = choose(plane, candidates, depth);
  if (record === undefined) return undefined;
  if (record.data.kind === 'records') return { type: record.type, values: record.data.values, ttl: record.data.ttl };
  const { dnsName } = record.data;
  if (plane.recordsOf(dnsName).length > 0 && depth < MAXIMUM_ALIASES) {
    return answerQuestion(plane, dnsName, type, depth + 1);
  }
  return { type: record.type, values: [dnsName.slice(0, -1)], ttl: ALIAS_TTL_SECONDS };
}

/**
 * Route 53 Developer Guide, "Active-passive failover": the primary while it is healthy; else the secondary if that is
 * healthy; else the primary all the same.
 */
function choose(plane: DataPlane, candidates: readonly RecordSet[], depth: number): RecordSet | undefined {
  const primary = candidates.find(({ failover }) => failover === 'PRIMARY');
  const secondary = candidates.find(({ failover }) => failover === 'SECONDARY');
  if (primary === undefined || secondary === undefined) return primary ?? secondary ?? candidates[0];
  const mayServe = (record: RecordSet) => isHealthy(plane, record, depth);
  return !mayServe(primary) && mayServe(secondary) ? secondary : primary;
}

/** A record without a health check is healthy. An alias is as healthy as its target, where it says so and we can tell. */
function isHealthy(plane: DataPlane, record: RecordSet, depth: number): boolean {
  if (record.healthCheckId !== undefined && !plane.isHealthy(record.healthCheckId)) return false;
  if (record.data.kind !== 'alias' || !record.data.evaluateTargetHealth || depth >= MAXIMUM_ALIASES) return true;
  const targets = plane.recordsOf(record.data.dnsName).filter(({ type }) => type === record.type);
  return targets.length === 0 || targets.some((target) => isHealthy(plane, target, depth + 1));
}
