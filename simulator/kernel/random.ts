import { createHash } from 'node:crypto';

const HEX_DIGITS = '0123456789abcdef';

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
    return this.#stream(stream)();
  }

  /** `length` hexadecimal digits. */
  hex(stream: string, length: number): string {
    const draw = this.#stream(stream);
    let digits = '';
    while (digits.length < length) digits += HEX_DIGITS.charAt(Math.floor(draw() * 16));
    return digits;
  }

  /** `size` bytes. */
  bytes(stream: string, size: number): Uint8Array {
    const draw = this.#stream(stream);
    const bytes = new Uint8Array(size);
    for (let index = 0; index < size; index += 1) bytes[index] = Math.floor(draw() * 256);
    return bytes;
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

  #stream(name: string): () => number {
    let draw = this.#streams.get(name);
    if (draw === undefined) {
      draw = mulberry32(createHash('sha256').update(`${this.#seed}/${name}`).digest().readUInt32LE(0));
      this.#streams.set(name, draw);
    }
    return draw;
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
