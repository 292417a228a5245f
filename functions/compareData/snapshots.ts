import type { Cell, Parameters, Rows } from '../shared/data-api';
import type { Clusters, ReadTransaction, Side } from './aws';
import { KEEP_ALIVE_SQL, SETTINGS_SQL, SNAPSHOT_SQL } from './sql/session';

/** A transaction without a statement for three minutes is ended (RDS Data API Reference, BeginTransaction). */
const IDLE_MS = 60_000;
/** While a snapshot is held, no VACUUM removes what was deleted since: not for longer than a table needs. */
const OLDEST_MS = 5 * 60_000;

/** What the Data API was asked, and has answered. */
export class DataApiUse {
  calls: number;
  bytes: number;

  constructor({ dataApiCalls, bytes }: { readonly dataApiCalls: number; readonly bytes: number }) {
    this.calls = dataApiCalls;
    this.bytes = bytes;
  }
}

/** One snapshot of one cluster, read by one statement after the other. */
export class ReadSnapshot {
  readonly #transaction: ReadTransaction;
  readonly #traffic: DataApiUse;
  readonly #now: () => number;
  #lastMs: number;

  private constructor(transaction: ReadTransaction, traffic: DataApiUse, now: () => number) {
    this.#transaction = transaction;
    this.#traffic = traffic;
    this.#now = now;
    this.#lastMs = now();
  }

  static async open(clusters: Clusters, side: Side, traffic: DataApiUse, now: () => number): Promise<ReadSnapshot> {
    traffic.calls += 1;
    const snapshot = new ReadSnapshot(await clusters.begin(side), traffic, now);
    try {
      await snapshot.query(SNAPSHOT_SQL);
      await snapshot.query(SETTINGS_SQL);
    } catch (error) {
      await snapshot.end();
      throw error;
    }
    return snapshot;
  }

  async query(sql: string, parameters?: Parameters): Promise<Rows> {
    this.#traffic.calls += 1;
    const { rows, bytes } = await this.#transaction.query(sql, parameters);
    this.#traffic.bytes += bytes;
    this.#lastMs = this.#now();
    return rows;
  }

  /** The first value of the first row. */
  async value(sql: string, parameters?: Parameters): Promise<Cell> {
    return (await this.query(sql, parameters))[0]?.[0] ?? null;
  }

  /** To be called while the other side alone is read. */
  async keepAlive(): Promise<void> {
    if (this.#now() - this.#lastMs >= IDLE_MS) await this.query(KEEP_ALIVE_SQL);
  }

  async end(): Promise<void> {
    this.#traffic.calls += 1;
    await this.#transaction.end();
  }
}

export interface BothSides<Side> {
  readonly restored: Side;
  readonly live: Side;
}

/** The snapshots of both sides: one for as many tables as come soon, and another behind a failure. */
export class Snapshots {
  readonly #clusters: Clusters;
  readonly #sides: BothSides<Side>;
  readonly #traffic: DataApiUse;
  readonly #now: () => number;
  #current: { readonly snapshots: BothSides<ReadSnapshot>; readonly sinceMs: number } | undefined;

  constructor(clusters: Clusters, sides: BothSides<Side>, traffic: DataApiUse, now: () => number) {
    this.#clusters = clusters;
    this.#sides = sides;
    this.#traffic = traffic;
    this.#now = now;
  }

  async get(): Promise<BothSides<ReadSnapshot>> {
    if (this.#current !== undefined && this.#now() - this.#current.sinceMs > OLDEST_MS) await this.end();
    this.#current ??= { snapshots: await this.#open(), sinceMs: this.#now() };
    return this.#current.snapshots;
  }

  async end(): Promise<void> {
    const current = this.#current?.snapshots;
    this.#current = undefined;
    if (current !== undefined) await both(current.restored.end(), current.live.end());
  }

  async #open(): Promise<BothSides<ReadSnapshot>> {
    const open = (side: Side) => ReadSnapshot.open(this.#clusters, side, this.#traffic, this.#now);
    const opening = [open(this.#sides.restored), open(this.#sides.live)] as const;
    try {
      const [restored, live] = await both(...opening);
      return { restored, live };
    } catch (error) {
      for (const each of opening) await each.then((snapshot) => snapshot.end()).catch(() => undefined);
      throw error;
    }
  }
}

/** Both answers, or the first error once neither side is at work any more. */
export async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return [await a, await b];
}
