import { createHash } from 'node:crypto';

/**
 * Seeded randomness. Each use draws from a stream of its own name, so that one more draw in one place does not change
 * what every other place sees.
 */
export class Random {
  readonly #seed: number;
  readonly #streams = new Map<string, () => number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** A number in [0, 1) from the stream of that name. */
  next(stream: string): number {
    let draw = this.#streams.get(stream);
    if (draw === undefined) {
      draw = mulberry32(createHash('sha256').update(`${this.#seed}/${stream}`).digest().readUInt32LE(0));
      this.#streams.set(stream, draw);
    }
    return draw();
  }

  /** `length` hexadecimal digits. */
  hex(stream: string, length: number): string {
    return Array.from({ length }, () => Math.floor(this.next(stream) * 16).toString(16)).join('');
  }

  /** `size` bytes. */
  bytes(stream: string, size: number): Uint8Array {
    return Uint8Array.from({ length: size }, () => Math.floor(this.next(stream) * 256));
  }

  /** An identifier in the shape of a version 4 UUID. */
  uuid(stream: string): string {
    const digits = this.hex(stream, 31);
    const variant = (8 + Math.floor(this.next(stream) * 4)).toString(16);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(12, 15)}`,
      `${variant}${digits.slice(15, 18)}`,
      digits.slice(18, 30),
    ].join('-');
  }
}

/** The well-known 32-bit generator: small, fast, and good enough to shake a simulation. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
