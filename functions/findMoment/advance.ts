import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import type { Database } from '../shared/data-api';
import { InvalidRequestError, TransientDependencyError, UnsafeToProceedError } from '../shared/errors';
import type { Moments, SearchedCluster } from './aws';
import { findCandidates } from './candidates';
import type { Environment, Input, MomentSearch, Output, PointAnswer, ClusterQuestion } from './contract';
import { decideRange, narrow, placePoints, secondsAfterRounds, whyNotProven } from './decide';
import { evaluate } from './evaluate';
import { POINTS, ROUNDS } from '../shared/moment-search';
import { BYTES_SQL } from './sql';

/** Does what the action asks. */
export async function advance(
  moments: Moments,
  input: Input,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  switch (input.action) {
    case 'begin':
      return await begin(moments, input, surroundings);
    case 'test':
      return await test(moments, input, surroundings);
    case 'prove':
      return await prove(moments, input, surroundings);
    case 'narrow':
      return next(input);
    default:
      return assertNever(input);
  }
}

/**
 * @throws InvalidRequestError for a predicate that is none, or is not false now, and for a range in which nothing is found
 */
async function begin(
  moments: Moments,
  { sql, from, to }: Extract<Input, { action: 'begin' }>,
  { environment, now }: Surroundings<Environment>,
): Promise<MomentSearch> {
  const live = await moments.live(environment.CLUSTER_IDENTIFIER);
  if (live === undefined) {
    throw new UnsafeToProceedError(
      'no-live-cluster',
      `${environment.CLUSTER_IDENTIFIER} is not in ${environment.PRIMARY_REGION}`,
    );
  }
  const falseAt = new Date(now()).toISOString();
  const range = decideRange({ from, to: to ?? falseAt }, live);
  if (range.kind === 'refused') throw new InvalidRequestError(range.why);
  const secretArn = await moments.secretArn(environment.MASTER_SECRET_ID);
  const database = { clusterArn: live.arn, secretArn, database: environment.DATABASE_NAME };
  const evaluated = await evaluate(moments, database, sql);
  if (evaluated.kind !== 'value') throw new InvalidRequestError(`find.sql: ${evaluated.why}`);
  if (evaluated.value) {
    throw new InvalidRequestError(
      'find.sql: it is true in the live cluster now, so by it nothing is damaged: write one that was true before the damage and is false since',
    );
  }
  const { candidates, notes } = await findCandidates(moments, database, sql, range);
  return {
    sql,
    low: { at: range.from, isTested: false },
    high: { at: range.to, isTested: false },
    round: 1,
    points: [...placePoints(range.from, range.to, candidates ?? [])],
    rounds: [],
    isFound: false,
    changedMoreThanOnce: false,
    falseAt,
    candidates: candidates === null ? null : [...candidates],
    notes: [...range.notes, ...notes],
    estimate: {
      ...(await priceOf(moments, database, live, environment)),
      secondsApart: secondsAfterRounds(range.from, range.to),
    },
  };
}

const HOURS_OF_MONTH = 730;

/** For an hour of each cluster: its storage is a full copy, and charged as such while it is there. */
async function priceOf(
  moments: Moments,
  database: Database & { readonly database: string },
  { leastAcus, mostAcus }: SearchedCluster,
  environment: Environment,
): Promise<Omit<MomentSearch['estimate'], 'secondsApart'>> {
  const rows = await moments.read(database, async (query) => await query(BYTES_SQL));
  const gigabytes = Number(rows[0]?.[0] ?? 0) / 1024 ** 3;
  const clusters = POINTS * ROUNDS;
  const usd = (acus: number) =>
    clusters * (acus * environment.ACU_HOUR_USD + (gigabytes * environment.STORAGE_GB_MONTH_USD) / HOURS_OF_MONTH);
  return { clusters, gigabytes, usdAtLeast: usd(leastAcus), usdAtMost: usd(mostAcus) };
}

/**
 * Of a cluster as of a time at which the predicate makes no sense, such as before a table was created, it says why.
 *
 * @throws TransientDependencyError where it took too long: what was read once is read faster
 */
async function test(
  moments: Moments,
  { sql, at, restoredTo, clusterArn, secretArn }: ClusterQuestion,
  { environment }: Surroundings<Environment>,
): Promise<PointAnswer> {
  const database = { clusterArn, secretArn, database: environment.DATABASE_NAME };
  const evaluated = await evaluate(moments, database, sql);
  if (evaluated.kind === 'late') throw new TransientDependencyError(`the predicate in ${clusterArn}: ${evaluated.why}`);
  return evaluated.kind === 'value'
    ? { at, restoredTo, value: evaluated.value, why: null }
    : { at, restoredTo, value: null, why: evaluated.why };
}

/**
 * The last moment at which the predicate was true, as the search has it, is asked again in the cluster that is compared.
 *
 * @throws UnsafeToProceedError `moment-not-found` where it is not true there
 */
async function prove(
  moments: Moments,
  { isTested, ...question }: Extract<Input, { action: 'prove' }>,
  surroundings: Surroundings<Environment>,
): Promise<PointAnswer> {
  const answer = await test(moments, question, surroundings);
  const why = whyNotProven(answer, isTested);
  if (why !== undefined) throw new UnsafeToProceedError('moment-not-found', why);
  return answer;
}

function next({ search, answers }: Extract<Input, { action: 'narrow' }>): MomentSearch {
  const narrowed = narrow(search, answers);
  if (narrowed.kind === 'tooFew') throw new UnsafeToProceedError('too-few-answers', narrowed.why);
  return narrowed.search;
}
