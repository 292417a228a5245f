import type { DataCall, Fault, RepairStage } from '../functions/applyRows/repair-stage';
import type { Dice } from '../soak/draw/dice';
import { BUSY, type RepairSize } from './estate';

/** One good write before each call of the Data API: to a busy account outside the region, and a new account. */
export class GoodWrites {
  readonly #stage: RepairStage;
  readonly #size: RepairSize;
  readonly #busy: readonly number[];
  #steps = 0;

  constructor(stage: RepairStage, size: RepairSize, region: number) {
    this.#stage = stage;
    this.#size = size;
    this.#busy = Array.from({ length: BUSY }, (_, index) => size.accounts - index).filter(
      (id) => id % size.regions !== region,
    );
  }

  /** How many accounts were written. */
  get steps(): number {
    return this.#steps;
  }

  async step(): Promise<void> {
    if (this.#steps >= this.#busy.length) return;
    const id = this.#busy[this.#steps] ?? 0;
    this.#steps += 1;
    const added = this.#size.accounts + 2 * this.#size.goodWrites + this.#steps;
    await this.#stage.run(
      `UPDATE accounts SET stamp = 100 + ${this.#steps} WHERE id = ${id}`,
      `INSERT INTO accounts VALUES (${added}, 0, 'during', 0, 100 + ${this.#steps})`,
    );
  }

  async lost(): Promise<number> {
    const [found] = await this.#stage.column('SELECT count(*) FROM accounts WHERE stamp > 100');
    return 2 * this.#steps - Number(found);
  }
}

/** A death before one of the first writes or commits, the lost answer of one of the commits, and a death of the undo. */
export class Faults {
  readonly met: string[] = [];
  readonly #waiting: { readonly name: string; readonly what: RegExp; readonly fault: Fault; left: number }[];

  constructor(dice: Dice, badRows: number, transactions: number) {
    const chunks = Math.max(2, Math.floor(badRows / 4000));
    this.#waiting = [
      {
        name: 'repair dies while it writes',
        what: /^ExecuteStatement WITH d .*INSERT INTO "public"/s,
        fault: 'dies',
        left: dice.between('write', 1, chunks),
      },
      {
        name: 'answer of a commit is lost',
        what: /^CommitTransaction/,
        fault: 'answer-lost',
        // The last one removes the markers.
        left: dice.between('answer', 1, transactions + 1),
      },
      {
        name: 'undo dies while it removes',
        what: /^ExecuteStatement .*DELETE FROM ONLY/s,
        fault: 'dies',
        left: dice.between('remove', 1, 2),
      },
    ];
    // Or before the commit instead.
    if (dice.isLucky('commit', 0.3)) {
      this.#waiting[0] = { name: 'repair dies before a commit', what: /^CommitTransaction/, fault: 'dies', left: 1 };
    }
  }

  of({ operation, sql }: DataCall): Fault | undefined {
    for (const each of this.#waiting) {
      if (each.left <= 0 || !each.what.test(`${operation} ${sql}`)) continue;
      each.left -= 1;
      if (each.left > 0) continue;
      this.met.push(each.name);
      return each.fault;
    }
    return undefined;
  }

  left(): readonly string[] {
    return this.#waiting.flatMap(({ name, left }) => (left > 0 ? [name] : []));
  }
}
