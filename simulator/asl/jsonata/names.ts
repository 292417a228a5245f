import type { Expression } from 'jsonata';
import * as z from 'zod';

/** The names that stand in an expression. */
export interface Names {
  /** Every variable and function, also those that the expression binds itself. */
  readonly all: ReadonlySet<string>;
  /** Variables that are read from outside, without `$`. */
  readonly variables: ReadonlySet<string>;
  /** Functions that are called by a name which the expression itself does not bind. */
  readonly functions: ReadonlySet<string>;
  /** The second step of `$states.input`, `$states.result`, …. */
  readonly statesMembers: ReadonlySet<string>;
}

/** Reads the syntax tree of an expression. */
export function namesIn(expression: Expression): Names {
  const names: Found = { all: new Set(), variables: new Set(), functions: new Set(), statesMembers: new Set() };
  visit(expression.ast(), new Scope(), names);
  return names;
}

/** Names bound inside an expression: by `:=` in a block, as parameters of a lambda, by `@` and `#` on a path. */
class Scope {
  readonly #names = new Set<string>();
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  bind(name: string): void {
    this.#names.add(name);
  }

  has(name: string): boolean {
    return this.#names.has(name) || (this.#outer?.has(name) ?? false);
  }
}

interface Found {
  readonly all: Set<string>;
  readonly variables: Set<string>;
  readonly functions: Set<string>;
  readonly statesMembers: Set<string>;
}

/** The parts of a syntax tree that matter here; its shape is jsonata's own and its types do not cover it. */
const Node = z.looseObject({
  type: z.string().optional(),
  value: z.unknown().optional(),
  focus: z.unknown().optional(),
  index: z.unknown().optional(),
});

function visit(value: unknown, scope: Scope, found: Found): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, scope, found);
    return;
  }
  const parsed = Node.safeParse(value);
  if (!parsed.success) return;
  const node = parsed.data;
  switch (node.type) {
    case 'variable':
      read(node.value, scope, found, 'variables');
      visitRest(node, scope, found);
      return;
    case 'function':
    case 'partial':
      visitCall(node, scope, found);
      return;
    case 'lambda':
      visitLambda(node, scope, found);
      return;
    case 'bind':
      // A function may call itself by the name that it is bound to.
      if (isLambda(node['rhs'])) bindName(node['lhs'], scope);
      visit(node['rhs'], scope, found);
      bindName(node['lhs'], scope);
      return;
    case 'block':
      visitRest(node, new Scope(scope), found);
      return;
    case 'path':
      visitPath(node, scope, found);
      return;
    default:
      visitRest(node, scope, found);
  }
}

type Node = z.infer<typeof Node>;

function visitCall(node: Node, scope: Scope, found: Found): void {
  const procedure = Node.safeParse(node['procedure']);
  if (procedure.success && procedure.data.type === 'variable') read(procedure.data.value, scope, found, 'functions');
  else visit(node['procedure'], scope, found);
  visit(node['arguments'], scope, found);
  visitRest({ ...node, procedure: undefined, arguments: undefined }, scope, found);
}

function visitLambda(node: Node, scope: Scope, found: Found): void {
  const inner = new Scope(scope);
  const parameters: readonly unknown[] = Array.isArray(node['arguments']) ? node['arguments'] : [];
  for (const parameter of parameters) bindName(parameter, inner);
  visit(node['body'], inner, found);
}

/** `$states.result.x` is a path whose first step is the variable; `@$v` and `#$i` bind for the steps that follow. */
function visitPath(node: Node, scope: Scope, found: Found): void {
  const steps: readonly unknown[] = Array.isArray(node['steps']) ? node['steps'] : [];
  const [first, second] = steps.slice(0, 2).map((step) => Node.safeParse(step).data);
  if (first?.type === 'variable' && first.value === 'states' && typeof second?.value === 'string') {
    found.statesMembers.add(second.value);
  }
  const inner = new Scope(scope);
  for (const step of steps) {
    const parsed = Node.safeParse(step);
    if (parsed.success) {
      if (typeof parsed.data.focus === 'string') inner.bind(parsed.data.focus);
      if (typeof parsed.data.index === 'string') inner.bind(parsed.data.index);
    }
    visit(step, inner, found);
  }
  visitRest({ ...node, steps: undefined }, inner, found);
}

function visitRest(node: Node, scope: Scope, found: Found): void {
  for (const [key, member] of Object.entries(node)) {
    if (key === 'ancestor' || key === 'seekingParent' || key === 'slots') continue;
    if (typeof member === 'object' && member !== null) visit(member, scope, found);
  }
}

/** `$` and `$$` have the names '' and '$' in the tree. */
function read(name: unknown, scope: Scope, found: Found, kind: 'variables' | 'functions'): void {
  if (typeof name !== 'string' || name === '' || name === '$') return;
  found.all.add(name);
  if (!scope.has(name)) found[kind].add(name);
}

function isLambda(value: unknown): boolean {
  return Node.safeParse(value).data?.type === 'lambda';
}

function bindName(node: unknown, scope: Scope): void {
  const parsed = Node.safeParse(node);
  if (parsed.success && typeof parsed.data.value === 'string') scope.bind(parsed.data.value);
}
