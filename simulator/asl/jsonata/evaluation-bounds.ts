/**
 * What AWS lets one expression use. Depth: measured (floci-io/floci#2737): accepted are a sum of 100 terms, 99 pairs of
 * parentheses or brackets, 99 `~>` and a recursion of 31 calls, one more of each is refused; jsonata 2.0.6 counts 100
 * for the last that is accepted of each. Size: measured there, `[1..873782]` and a text of 2^22 characters are accepted,
 * `[1..873783]` and 2^23 are not: 6,990,256 bytes, of which a number takes eight. AWS also stops an expression after a
 * second (Developer Guide, "Transforming data with JSONata"); a number of steps stands for it here, so that the machine
 * and its load do not decide.
 */
const MAXIMUM_DEPTH = 100;
const MAXIMUM_BYTES = 6_990_256;
const BYTES_OF_A_NUMBER = 8;
const MAXIMUM_STEPS = 250_000;

const TOO_DEEP =
  'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.';
export const TOO_LARGE = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';
const TOO_LONG = 'Expression evaluation timeout: Check for infinite loop';

interface Evaluating {
  readonly node: object;
  /** Members of an array or an object that wait for the one before them. */
  readonly waiting: { readonly node: object; readonly start: () => void }[];
}

/** Counts along one evaluation: jsonata calls `enter` before it evaluates a node of the syntax tree, `exit` after. */
export class EvaluationBounds {
  readonly #ownerOf: (node: object) => object | undefined;
  readonly #stack: Evaluating[] = [];
  #steps = 0;

  /** @param ownerOf the array or object whose member a node is */
  constructor(ownerOf: (node: object) => object | undefined) {
    this.#ownerOf = ownerOf;
  }

  /** jsonata starts all members of an array or an object at once; they are evaluated one after the other, to count depth. */
  enter(node: object): Promise<void> | undefined {
    this.#steps += 1;
    if (this.#steps > MAXIMUM_STEPS) throw new Error(TOO_LONG);
    const current = this.#stack.at(-1);
    const owner = this.#ownerOf(node);
    const parent = this.#stack.at(-2);
    if (current === undefined || parent === undefined || owner === undefined || this.#ownerOf(current.node) !== owner) {
      this.#push(node);
      return undefined;
    }
    return new Promise((start) => parent.waiting.push({ node, start }));
  }

  exit(result: unknown): void {
    const bytes = Array.isArray(result)
      ? result.length * BYTES_OF_A_NUMBER
      : typeof result === 'string'
        ? result.length
        : 0;
    if (bytes > MAXIMUM_BYTES) throw new Error(TOO_LARGE);
    this.#stack.pop();
    const next = this.#stack.at(-1)?.waiting.shift();
    if (next === undefined) return;
    this.#push(next.node);
    next.start();
  }

  #push(node: object): void {
    if (this.#stack.length >= MAXIMUM_DEPTH) throw new Error(TOO_DEEP);
    this.#stack.push({ node, waiting: [] });
  }
}

/** For each node of a syntax tree that jsonata evaluates beside others: the array or the object that it is a member of. */
export function membersOf(tree: unknown): ReadonlyMap<object, object> {
  const owners = new Map<object, object>();
  const seen = new Set<object>();
  const pending: unknown[] = [tree];
  for (let node = pending.pop(); pending.length > 0 || node !== undefined; node = pending.pop()) {
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    for (const member of parallelMembers(node)) owners.set(member, node);
    pending.push(...Object.values(node));
  }
  return owners;
}

/** The items of an array; the values of an object or of a group, which has its pairs in `lhs`. */
function parallelMembers(node: object): readonly object[] {
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
  const items: readonly unknown[] =
    'value' in node && node.value === '[' && 'expressions' in node && Array.isArray(node.expressions)
      ? node.expressions
      : [];
  const pairs: readonly unknown[] = 'lhs' in node && Array.isArray(node.lhs) ? node.lhs : [];
  return [...items, ...pairs.map((pair) => (Array.isArray(pair) ? pair[1] : undefined))].filter(isObject);
}
