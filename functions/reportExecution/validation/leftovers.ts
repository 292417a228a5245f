import { validationPrefix } from '../../shared/names';
import { type Leftovers, NOTHING_LEFT } from '../common/leftovers';
import type { ValidationFacts } from './facts';

type Part = Pick<ValidationFacts, 'record' | 'clusters' | 'environment'>;

/** What exists of this validation or of earlier ones, as it is now; where that cannot be read, by what was known last. */
export function leftoversOf({ record, clusters, environment }: Part): Leftovers {
  const { isLocked, removal } = record;
  if (!isLocked) return NOTHING_LEFT;
  if (clusters.kind === 'read') return { found: named(clusters.value), unread: [] };
  if (removal?.phase === 'gone') return NOTHING_LEFT;
  const known = named(removal?.remaining ?? []);
  if (known.length === 0) return { found: [], unread: [`clusters ${validationPrefix(environment.WORKLOAD_NAME)}*`] };
  // What may not be removed stays; what is being removed may be gone by now.
  return removal?.phase === 'refused' ? { found: known, unread: [] } : { found: [], unread: known };
}

/** What earlier validations had left, and is gone. */
export function sweptClusters(facts: Part): readonly string[] {
  const { sweepFound, sweepRefused } = facts.record;
  const { found, unread } = leftoversOf(facts);
  const left = new Set([...found, ...unread]);
  const mayBeThere = (name: string) => unread.length > 0 && sweepRefused.some((why) => why.includes(name));
  return [...new Set(sweepFound)].filter((name) => !left.has(`cluster ${name}`) && !mayBeThere(name));
}

function named(clusters: readonly string[]): readonly string[] {
  return clusters.map((name) => `cluster ${name}`);
}
