import jsonata from 'jsonata';
import { EvaluationBounds, membersOf } from './evaluation-bounds';
import { type Names, namesIn } from './names';
import { topLevelReferences } from './top-level-references';

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
    const { expression, names, members } = compile(body);
    const bindings: Record<string, unknown> = { [BOUNDS]: new EvaluationBounds((node) => members.get(node)) };
    for (const name of names.all) {
      const found = lookup(name);
      if (found !== undefined) bindings[name] = found.value;
    }
    result = await expression.evaluate(undefined, bindings);
  } catch (error) {
    return { problem: `threw an error during evaluation${describe(error)}` };
  }
  if (result === undefined) return { problem: 'returned nothing (undefined).' };
  return holdsFunction(result) ? { problem: 'returned an unsupported result type.' } : { value: plain(result) };
}

export interface Compiled {
  readonly expression: jsonata.Expression;
  readonly names: Names;
  /** What it reads of the context that Step Functions does not give. */
  readonly topLevel: readonly string[];
  readonly members: ReadonlyMap<object, object>;
}

const compiled = new Map<string, Compiled>();

/** Read once: the same text is checked, and evaluated at every turn of a loop. @throws what jsonata says of the syntax */
export function compile(body: string): Compiled {
  let known = compiled.get(body);
  if (known === undefined) {
    const expression = jsonata(body);
    watch(expression);
    const tree = expression.ast();
    known = { expression, names: namesIn(expression), topLevel: topLevelReferences(tree), members: membersOf(tree) };
    compiled.set(body, known);
  }
  return known;
}

/** A name that no expression can write. */
const BOUNDS = '{% bounds %}';

/** One compiled expression is evaluated several times at once: what is counted belongs to the evaluation, not to it. */
function watch(expression: jsonata.Expression): void {
  const hooks: Hooks = expression as unknown as Hooks;
  hooks.assign(Symbol.for('jsonata.__evaluate_entry'), (node, _input, environment) =>
    boundsOf(environment)?.enter(node),
  );
  hooks.assign(Symbol.for('jsonata.__evaluate_exit'), (_node, _input, environment, result) =>
    boundsOf(environment)?.exit(result),
  );
}

function boundsOf(environment: jsonata.Environment): EvaluationBounds | undefined {
  const bounds: unknown = environment.lookup(BOUNDS);
  return bounds instanceof EvaluationBounds ? bounds : undefined;
}

/** What jsonata calls around each step of an evaluation; its types leave it out. */
interface Hooks {
  assign(
    name: symbol,
    hook: (node: object, input: unknown, environment: jsonata.Environment, result?: unknown) => unknown,
  ): void;
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

/** AWS writes `. T2001: …` for an error of JSONata and `: …` for a bound (floci-io/floci#2736). */
function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `: ${String(error)}`;
  const message = 'message' in error ? String(error.message) : JSON.stringify(error);
  return 'code' in error && typeof error.code === 'string' ? `. ${error.code}: ${message}` : `: ${message}`;
}
