import type { Moments } from '../../functions/findMoment/aws';
import { whyNotProven } from '../../functions/findMoment/decide';
import { build } from '../../functions/findMoment/handler';
import { context, setEnvironment } from '../functions/lambda-context';
import { type CorruptionProps, recover, removed, restored } from './corruption-run';
import { type Answer, functionError } from './failover-functions';

export const [FROM, TO] = ['2026-11-21T22:00:00.000Z', '2026-11-22T02:00:00.000Z'];
export const DAMAGED = '2026-11-21T23:17:42.000Z';
const NOW = Date.parse('2026-11-22T03:00:00Z');
export const SEARCH = {
  reason: 'a bad delete',
  requestedBy: 'ada',
  find: { sql: 'EXISTS (SELECT FROM orders)', from: FROM, to: TO },
};
const LOG = { earliest: '2026-11-20T00:00:00.000Z', latest: '2026-11-22T02:56:00.000Z' };

setEnvironment({
  PRIMARY_REGION: 'us-east-1',
  CLUSTER_IDENTIFIER: 'pilot-light-primary',
  MASTER_SECRET_ID: 'pilot-light/database',
  DATABASE_NAME: 'app',
  ACU_HOUR_USD: '0.12',
  STORAGE_GB_MONTH_USD: '0.1',
});

/** The function itself, on a live cluster of ten gigabytes whose rows are damaged. */
function findMoment(wasTrue: (at: string) => boolean | null, log = LOG): Answer {
  const moments: Moments = {
    live: async () => ({ arn: 'arn:aws:rds:us-east-1:111111111111:cluster:x', ...log, leastAcus: 0.5, mostAcus: 8 }),
    secretArn: async () => 'arn:aws:secretsmanager:us-east-1:111111111111:secret:x',
    read: async (_, run) =>
      await run(async (sql) => {
        if (sql.includes('pg_database_size')) return [[10 * 1024 ** 3]];
        return sql.includes('pg_typeof') ? [['boolean', 'false']] : [[false]];
      }),
  };
  const handler = build(moments, () => NOW);
  return async (payload: { action: string; at: string; restoredTo: string; isTested: boolean }) => {
    const { action, at, restoredTo } = payload;
    if (action === 'test' || action === 'prove') {
      const value = wasTrue(restoredTo);
      const answer = { at, restoredTo, value, why: value === null ? 'relation "orders" does not exist' : null };
      const why = action === 'prove' ? whyNotProven(answer, payload.isTested) : undefined;
      if (why !== undefined) throw functionError('UnsafeToProceedError', `moment-not-found: ${why}`);
      return answer;
    }
    try {
      return await handler(payload, context);
    } catch (error) {
      const { name, message } = error as Error;
      throw functionError(name, message);
    }
  };
}

interface RestoreCall {
  readonly action: string;
  readonly at: string;
}

/** The restored clusters, of which none is forgotten. */
export function clusters(answer: (at: string, call: number) => object = (at) => restored('ready', { restoredTo: at })) {
  const there = new Set<string>();
  let most = 0;
  const RestoreToPointInTimeArn: Answer = ({ action, at }: RestoreCall, call: number) => {
    if (action === 'watch') return { goesOn: true };
    if (action === 'remove') {
      there.clear();
      return removed('gone');
    }
    const given = answer(at, call);
    there.add(at);
    most = Math.max(most, there.size);
    return given;
  };
  return { functions: { RestoreToPointInTimeArn }, there, most: () => most };
}

export async function search(
  props: CorruptionProps = {},
  wasTrue: (at: string) => boolean | null = (at) => at < DAMAGED,
) {
  const run = await recover({
    input: SEARCH,
    answer: true,
    ...props,
    functions: { FindMomentArn: findMoment(wasTrue), ...clusters().functions, ...props.functions },
  });
  const restores = (run.payloads['RestoreToPointInTimeArn'] ?? []).filter(({ action }) => action === 'restore');
  const evidence = run.evidence as typeof run.evidence & {
    readonly search: {
      readonly lastTrue: string | null;
      readonly firstFalse: string | null;
      readonly secondsBetween: number | null;
      readonly clusters: number;
      readonly changedMoreThanOnce: boolean;
      readonly rounds: readonly { readonly answers: readonly object[] }[];
    } | null;
  };
  return { ...run, evidence, moments: [...new Set(restores.map(({ at }) => String(at)))] };
}
