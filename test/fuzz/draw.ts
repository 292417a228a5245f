import { Random } from '../../simulator/kernel/random';

/** What one seed draws, in order. */
export class Draw {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.#random.next('fuzz') * limit);
  }

  chance(probability: number): boolean {
    return this.#random.next('fuzz') < probability;
  }

  one<T>(choices: readonly [T, ...T[]] | readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined && choices.length === 0) throw new Error('there is nothing to draw from');
    return chosen as T;
  }

  bytes(size: number): Uint8Array {
    return this.#random.bytes('fuzz', size);
  }
}
