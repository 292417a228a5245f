import * as z from 'zod';
import { ComparisonResult } from '../../functions/compareData/contract';
import { RECOVERY, type RepairStage } from '../functions/applyRows/repair-stage';
import { type RepairSize, TABLES } from './estate';

const Line = z.object({ key: z.array(z.string()) });

/** Rows of each table that differ between the clusters. */
export interface Differing {
  readonly deleted: readonly number[];
  readonly changed: readonly number[];
  readonly added: readonly number[];
}

/** What compareData says of the clusters, and what SQL over another connection counts. */
export class Comparisons {
  readonly #stage: RepairStage;
  readonly #size: RepairSize;
  /** The first transaction of the live cluster that the restored one has not. */
  #firstSince = '';

  constructor(stage: RepairStage, size: RepairSize) {
    this.#stage = stage;
    this.#size = size;
  }

  /** To be called at the moment that is restored. */
  async begin(): Promise<void> {
    [this.#firstSince = ''] = await this.#stage.column('SELECT pg_current_xact_id()::text');
  }

  async before(): Promise<Differing> {
    return ofTables(await this.#stage.compare(...TABLES.map(({ table }) => table)));
  }

  async after(): Promise<Differing> {
    return ofTables(await this.#stage.compareAgain(...TABLES.map(({ table }) => table)));
  }

  /**
   * By SQL. A row that was inserted since has a key behind all those that the restored cluster has, but for those that were made
   * again. `changed` holds before the repair alone: it writes rows as they were.
   */
  async counted(): Promise<Differing> {
    const { accounts, goodWrites } = this.#size;
    const known = `id <= ${accounts + goodWrites}`;
    const since = `xmin::text::bigint >= ${this.#firstSince}`;
    const counts = { deleted: [] as number[], changed: [] as number[], added: [] as number[] };
    for (const { table } of TABLES) {
      const sql = `SELECT count(*) FILTER (WHERE ${known}) AS known, count(*) FILTER (WHERE ${known} AND ${since}) AS changed,
        count(*) FILTER (WHERE NOT ${known}) AS added FROM ${table}`;
      const [live] = await this.#stage.live.query(sql, [], 'app');
      const [restored] = await this.#stage.restored.query(`SELECT count(*) AS known FROM ${table}`, [], 'app');
      counts.deleted.push(Number(restored?.['known']) - Number(live?.['known']));
      counts.changed.push(Number(live?.['changed']));
      counts.added.push(Number(live?.['added']));
    }
    return counts;
  }

  /** Rows of accounts of a region that the last comparison's lists have as deleted, by table. */
  missing(region: number): readonly number[] {
    const { accounts, regions } = this.#size;
    const isOf = (account: number) => account <= accounts && account % regions === region;
    return TABLES.map(({ table, accountOf }) => {
      const keys = this.#deletedAfter(table);
      return keys.filter((key) => isOf(accountOf(key, accounts))).length;
    });
  }

  /** Keys of a table's list behind the repair. */
  #deletedAfter(table: string): readonly number[] {
    const { objects } = this.#stage;
    const index = ComparisonResult.parse(JSON.parse(objects.get(`corruption/${RECOVERY}/after/index.json`) ?? ''));
    const parts = index.tables.find((each) => each.table === table)?.objects.deleted ?? [];
    const lines = parts.flatMap((part) => (objects.get(part) ?? '').split('\n').filter((line) => line !== ''));
    return lines.map((line) => Number(Line.parse(JSON.parse(line)).key[0]));
  }
}

function ofTables({ tables }: Awaited<ReturnType<RepairStage['compare']>>): Differing {
  const found = TABLES.map(({ table }) => tables.find((each) => each.table === table));
  const numbers = (kind: keyof Differing) => found.map((each) => each?.[kind] ?? 0);
  return { deleted: numbers('deleted'), changed: numbers('changed'), added: numbers('added') };
}
