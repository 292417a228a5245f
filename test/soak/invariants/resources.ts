import { hasDone, type Invariant } from '../observed';

/** What was there before is there still: only what executions have made is ever removed. */
export const nothingElseIsDeleted: Invariant = ({ belongings, belongingsAtEnd }) =>
  [...belongings].filter((name) => !belongingsAtEnd.has(name)).map((name) => `${name} is gone`);

/** Whatever an execution has made serves, or is named in its evidence; caches too. */
export const nothingIsOrphaned: Invariant = (observed) => {
  const { executions, stage, belongings } = observed;
  // Of one that a person has stopped there is no record; readiness and the next start find what is left.
  if (executions.some(({ status }) => status === 'ABORTED')) return [];
  const endings = executions.map(({ evidenceText }) => ({ evidenceText }));
  return stage
    .orphansNamedBy(endings.map(({ evidenceText }) => evidenceText ?? '').join('\n'))
    .filter((name) => !belongings.has(name))
    .map((name) => `${name} is orphaned`);
};

/** One cluster is restored and serves; a drill leaves none. */
export const nothingIsMadeTwice: Invariant = (observed) => {
  const { executions, stage, belongings } = observed;
  const own = stage.clusters.filter((identifier) => !belongings.has(`cluster ${identifier}`));
  const last = executions.at(-1);
  if (last?.status !== 'SUCCEEDED' || executions.some(({ status }) => status === 'ABORTED')) return [];
  if (hasDone(observed, 'moveBack', 'removeCluster', 'endFailover')) return [];
  if (executions.every(({ mode }) => mode === 'drill') && own.length > 0) return [`the drill leaves ${own.join(', ')}`];
  // A replica that was promoted was there before.
  const made = last.evidence?.recoveredBy === 'failing over the global database' ? 0 : 1;
  if (last.mode === 'failover' && own.length !== made) return [`there are ${own.length} clusters: ${own.join(', ')}`];
  return [];
};

/** What evidence says is left is there when it is said. */
export const whatIsLeftIsThere: Invariant = ({ executions, reported }) =>
  executions.flatMap(({ name, arn, evidence }) => {
    const there = reported.get(arn);
    if (evidence === undefined || there === undefined) return [];
    return evidence.leftovers
      .map((leftover) => leftover.replace(/ \(may serve users\)$/, ''))
      .filter((leftover) => /^(cluster|stack|cache) [\w-]+$/.test(leftover) && !there.has(leftover))
      .map((leftover) => `${name}: its evidence says that ${leftover} is left; it was not there`);
  });
