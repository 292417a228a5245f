import { isObject, type JsonObject, objectsIn } from './json';

/** States that hand over to each other: the machine, one branch of a Parallel, the processor of a Map. */
export interface Workflow {
  readonly node: JsonObject;
  readonly states: JsonObject;
  /** Empty for the machine; `/States/Each/ItemProcessor`, `/States/Both/Branches[0]`. */
  readonly path: string;
}

/** The machine and every workflow inside it, outer ones first. */
export function* workflowsOf(node: JsonObject, path = ''): Generator<Workflow> {
  const states = isObject(node['States']) ? node['States'] : {};
  yield { node, states, path };
  for (const [name, state] of statesOf({ states })) {
    for (const inner of innerNodes(state)) yield* workflowsOf(inner.node, `${path}/States/${name}${inner.path}`);
  }
}

export function statesOf({ states }: Pick<Workflow, 'states'>): readonly (readonly [string, JsonObject])[] {
  return Object.entries(states).flatMap(([name, state]) => (isObject(state) ? [[name, state] as const] : []));
}

function innerNodes(state: JsonObject): readonly { readonly node: JsonObject; readonly path: string }[] {
  const branches = objectsIn(state['Branches']).map(([node, index]) => ({ node, path: `/Branches[${index}]` }));
  const processors = ['ItemProcessor', 'Iterator'].flatMap((field) => {
    const node = state[field];
    return isObject(node) ? [{ node, path: `/${field}` }] : [];
  });
  return [...branches, ...processors];
}

/** Where a state may lead, and where in the definition that is written. */
export function targetsOf(state: JsonObject): readonly { readonly target: string; readonly field: string }[] {
  const named = (node: JsonObject, field: string, prefix = '') => {
    const target = node[field];
    return typeof target === 'string' ? [{ target, field: `${prefix}/${field}` }] : [];
  };
  return [
    ...named(state, 'Next'),
    ...objectsIn(state['Choices']).flatMap(([rule, index]) => named(rule, 'Next', `/Choices[${index}]`)),
    ...named(state, 'Default'),
    ...objectsIn(state['Catch']).flatMap(([catcher, index]) => named(catcher, 'Next', `/Catch[${index}]`)),
  ];
}

export function isTerminal(state: JsonObject): boolean {
  return state['Type'] === 'Succeed' || state['Type'] === 'Fail' || state['End'] === true;
}
