/**
 * Of an account into one region: "You can have up to five snapshot copy requests in progress to a single destination
 * Region per account" (Aurora User Guide, Copying a DB cluster snapshot, Limitations).
 */
export const COPIES_AT_A_TIME = 5;

/** Lets so many copies at a time into a region; the others wait in CREATED, first come, first copied. */
export class CopySlots {
  #free = COPIES_AT_A_TIME;
  readonly #waiting: (() => void)[] = [];

  /** What gives the place back; undefined where none is free. */
  takeNow(): (() => void) | undefined {
    if (this.#free === 0) return undefined;
    this.#free -= 1;
    return () => this.#giveBack();
  }

  /** Resolves when there is a place, with what gives it back. */
  async take(): Promise<() => void> {
    const taken = this.takeNow();
    if (taken !== undefined) return taken;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => this.#giveBack();
  }

  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
