import { validationPrefix } from '../../shared/names';
import type { ValidationFacts } from './facts';

type Part = Pick<ValidationFacts, 'record' | 'clusters' | 'environment'>;

/** What exists of this validation or of earlier ones, and costs money: as it is now, or as it was known last. */
export function leftClusters({ record, clusters, environment }: Part): readonly string[] {
  if (!record.isLocked) return [];
  if (clusters.kind === 'read') return clusters.value.map((name) => `cluster ${name}`);
  const { removal } = record;
  if (removal?.phase === 'gone') return [];
  const known = removal?.remaining ?? [];
  return known.length > 0
    ? known.map((name) => `cluster ${name}`)
    : [`clusters ${validationPrefix(environment.WORKLOAD_NAME)}*, if there are any`];
}

/** What earlier validations had left, and is gone. */
export function sweptClusters(facts: Part): readonly string[] {
  const left = new Set(leftClusters(facts));
  return [...new Set(facts.record.sweepFound)].filter((name) => !left.has(`cluster ${name}`));
}
