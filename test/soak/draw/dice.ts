import { Random } from '../../../simulator/kernel/random';

/** What a seed determines, draw after draw. */
export class Dice {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** A number of [0, 1). Each name has a stream of its own: one more draw of one kind changes no other kind. */
  next(stream: string): number {
    return this.#random.next(`soak/${stream}`);
  }

  isLucky(stream: string, share: number): boolean {
    return this.next(stream) < share;
  }

  /** A whole number, both ends included. */
  between(stream: string, least: number, most: number): number {
    return least + Math.floor(this.next(stream) * (most - least + 1));
  }

  /** As often between 10 and 100 as between 100 and 1,000. */
  betweenMagnitudes(stream: string, least: number, most: number): number {
    return Math.round(least * (most / least) ** this.next(stream));
  }

  pick<Choice>(stream: string, choices: readonly Choice[]): Choice {
    const choice = choices[Math.floor(this.next(stream) * choices.length)];
    if (choice === undefined) throw new Error(`There is nothing to draw from: ${stream}`);
    return choice;
  }

  /** By weight. */
  weigh<Choice>(stream: string, choices: readonly (readonly [weight: number, choice: Choice])[]): Choice {
    let left = this.next(stream) * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, choice] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    throw new Error(`There is nothing to draw from: ${stream}`);
  }
}
