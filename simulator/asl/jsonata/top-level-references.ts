import { isObject } from '../validation/json';

/**
 * What an expression reads of the context that it does not have: names (`ageMinutes`), `$` and `$$`, each once, in the
 * order in which they are written. The input is `$states.input`, a variable is `$name`; nothing is read by a bare name.
 *
 * Only the first step of a path is read at the top level: later steps, predicates, sort terms and groups are read from
 * what came before, and the body of a function keeps the context around it (measured with
 * ValidateStateMachineDefinition, floci-io/floci#2670 and #2699). `$$` is refused wherever it stands.
 */
export function topLevelReferences(ast: unknown): readonly string[] {
  const names = new Set<string>();
  collect(ast, names);
  collectRoot(ast, names);
  return [...names];
}

/** The shape of the tree is jsonata's own; its types do not cover it. */
function collect(node: unknown, names: Set<string>): void {
  if (!isObject(node)) return;
  switch (node['type']) {
    case 'name':
      names.add(String(node['value']));
      return;
    case 'variable':
      if (node['value'] === '') names.add('$');
      return;
    case 'path':
      collect(listOf(node['steps'])[0], names);
      return;
    case 'lambda':
      collect(node['body'], names);
      return;
    case 'bind':
      collect(node['rhs'], names);
      return;
    case 'unary':
      // An object has its pairs in `lhs`, an array its items in `expressions`, a minus its operand in `expression`.
      collectAll([...listOf(node['lhs']).flatMap(listOf), ...listOf(node['expressions']), node['expression']], names);
      return;
    case 'binary':
    case 'apply':
      collectAll([node['lhs'], node['rhs']], names);
      return;
    case 'condition':
      collectAll([node['condition'], node['then'], node['else']], names);
      return;
    case 'block':
      collectAll(listOf(node['expressions']), names);
      return;
    case 'function':
    case 'partial':
      collectAll([node['procedure'], ...listOf(node['arguments'])], names);
      return;
    default:
  }
}

function collectAll(trees: readonly unknown[], names: Set<string>): void {
  for (const tree of trees) collect(tree, names);
}

function collectRoot(tree: unknown, names: Set<string>): void {
  if (typeof tree !== 'object' || tree === null) return;
  if ('type' in tree && tree.type === 'variable' && 'value' in tree && tree.value === '$') names.add('$$');
  for (const [key, member] of Object.entries(tree)) {
    if (key !== 'ancestor' && key !== 'seekingParent' && key !== 'slots') collectRoot(member, names);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
