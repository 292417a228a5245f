import { createHash } from 'node:crypto';

const HEX_DIGITS = Buffer.from('0123456789abcdef', 'latin1');

/**
 * Seeded randomness. Each use draws from a stream of its own name, so that one more draw in one place does not change
 * what every other place sees.
 */
export class Random {
  readonly #seed: number;
  readonly #streams = new Map<string, Mulberry32>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** A number in [0, 1) from the stream of that name. */
  next(stream: string): number {
    return this.#stream(stream).next() / 2 ** 32;
  }

  /** `length` hexadecimal digits. */
  hex(stream: string, length: number): string {
    const draws = this.#stream(stream);
    const digits = Buffer.allocUnsafe(length);
    for (let index = 0; index < length; index += 1) digits[index] = HEX_DIGITS[draws.bits(4)] ?? 0;
    return digits.toString('latin1');
  }

  /** `size` bytes. */
  bytes(stream: string, size: number): Uint8Array {
    const draws = this.#stream(stream);
    const bytes = new Uint8Array(size);
    for (let index = 0; index < size; index += 1) bytes[index] = draws.bits(8);
    return bytes;
  }

  /** An identifier in the shape of a version 4 UUID. */
  uuid(stream: string): string {
    const digits = this.hex(stream, 31);
    const variant = (8 + Math.floor(this.next(stream) * 4)).toString(16);
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18, 30)}`;
  }

  #stream(name: string): Mulberry32 {
    let draws = this.#streams.get(name);
    if (draws === undefined) {
      draws = new Mulberry32(createHash('sha256').update(`${this.#seed}/${name}`).digest().readInt32LE(0));
      this.#streams.set(name, draws);
    }
    return draws;
  }
}

/** The well-known 32-bit generator: small, fast, and good enough to shake a simulation. */
class Mulberry32 {
  /** Signed, which V8 keeps in place; a number above 2^31 would be a new object at every draw. */
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    return this.#draw() >>> 0;
  }

  /** The first `count` bits of a draw: of fewer than 32 the number stays in place, too. */
  bits(count: number): number {
    return this.#draw() >>> (32 - count);
  }

  #draw(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return t ^ (t >>> 14);
  }
}
