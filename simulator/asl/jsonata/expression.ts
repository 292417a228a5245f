import jsonata from 'jsonata';
import { namesIn } from './names';

/** Whether a string is evaluated: it starts with `{%` and ends with `%}` exactly. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}') && value.length >= 4;
}

/** The JSONata inside `{% … %}`, as AWS quotes it in error texts. */
export function bodyOf(expression: string): string {
  return expression.slice(2, -2).trim();
}

/** What came of an expression: a JSON value, or the second half of AWS's sentence about what went wrong. */
export type ExpressionResult = { readonly value: unknown } | { readonly problem: string };

/** What an expression sees under a name, without the `$`; undefined: nothing of ours, jsonata's own if it has one. */
export type Lookup = (name: string) => { readonly value: unknown } | undefined;

/** Evaluates the JSONata text. Each name that stands in it is looked up once, before. */
export async function evaluate(body: string, lookup: Lookup): Promise<ExpressionResult> {
  let result: unknown;
  try {
    const { expression, names } = compile(body);
    const bindings: Record<string, unknown> = {};
    for (const name of names) {
      const found = lookup(name);
      if (found !== undefined) bindings[name] = found.value;
    }
    result = await expression.evaluate(undefined, bindings);
  } catch (error) {
    return { problem: `threw an error during evaluation. ${describe(error)}` };
  }
  if (result === undefined) return { problem: 'returned nothing (undefined).' };
  return holdsFunction(result) ? { problem: 'returned an unsupported result type.' } : { value: plain(result) };
}

interface Compiled {
  readonly expression: jsonata.Expression;
  /** Every variable and function that stands in the text. */
  readonly names: ReadonlySet<string>;
}

const compiled = new Map<string, Compiled>();
/** Deep recursion is an error, as in AWS; the depth is a number so that it does not depend on the machine. */
const MAXIMUM_DEPTH = 1_000;

function compile(body: string): Compiled {
  let known = compiled.get(body);
  if (known === undefined) {
    const expression = jsonata(body, { stack: MAXIMUM_DEPTH });
    known = { expression, names: namesIn(expression).all };
    compiled.set(body, known);
  }
  return known;
}

/** Plain JSON: the arrays that JSONata makes carry marks of their own, and `-0` is no JSON. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => plain(item) ?? null);
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
  }
  return value === 0 ? 0 : value;
}

function holdsFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return true;
  return Object.values(value).some(holdsFunction);
}

function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  const message = 'message' in error ? String(error.message) : JSON.stringify(error);
  return `${code}${message}`;
}
