/**
 * Of an account into one region: "You can have up to five snapshot copy requests in progress to a single destination
 * Region per account" (Aurora User Guide, Copying a DB cluster snapshot, Limitations).
 */
export const COPIES_AT_A_TIME = 5;

/** Lets so many copies at a time into a region; the others wait in CREATED, first come, first copied. */
export class CopySlots {
  #free = COPIES_AT_A_TIME;
  readonly #waiting: (() => void)[] = [];

  /** Resolves when it is this copy's turn, with what ends its turn. */
  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    };
  }
}
