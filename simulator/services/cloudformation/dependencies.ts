import { AwsError } from '../../service';
import { attributeReference, functionCall, isObject, referencesOfSub } from './intrinsics';
import type { ResourceDefinition } from './template';

/** For each resource, the resources that it needs first. */
export type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The dependency graph of the resources: DependsOn, and what their properties refer to in the branches that the
 * conditions choose.
 *
 * @param isName whether a name that is no resource is a parameter or a pseudo parameter
 */
export function dependenciesOf(
  resources: ReadonlyMap<string, ResourceDefinition>,
  condition: (name: string) => boolean,
  isName: (name: string) => boolean,
): Dependencies {
  const unresolved = new Set<string>();
  const graph = new Map<string, ReadonlySet<string>>();
  for (const [logicalId, definition] of resources) {
    const names = [
      ...definition.dependsOn.map((name) => ({ name, needsResource: true })),
      ...references(definition.properties, condition),
    ];
    for (const { name, needsResource } of names) {
      if (!resources.has(name) && (needsResource || !isName(name))) unresolved.add(name);
    }
    graph.set(logicalId, new Set(names.map(({ name }) => name).filter((name) => resources.has(name))));
  }
  if (unresolved.size > 0) {
    const names = [...unresolved].join(', ');
    throw invalid(
      `Template format error: Unresolved resource dependencies [${names}] in the Resources block of the template`,
    );
  }
  refuseCycles(graph);
  return graph;
}

/** The same graph for taking resources away: each waits for those that need it. */
export function reversed(dependencies: Dependencies): Dependencies {
  const graph = new Map<string, Set<string>>([...dependencies.keys()].map((logicalId) => [logicalId, new Set()]));
  for (const [logicalId, needed] of dependencies) {
    for (const one of needed) graph.get(one)?.add(logicalId);
  }
  return graph;
}

/**
 * Runs `work` once for each resource, after it has succeeded for those it needs; independent ones run side by side.
 * `work` says whether it succeeded.
 */
export async function runInOrder(
  dependencies: Dependencies,
  work: (logicalId: string) => Promise<boolean>,
): Promise<void> {
  const started = new Map<string, Promise<boolean>>();
  const start = (logicalId: string): Promise<boolean> => {
    const running = started.get(logicalId);
    if (running !== undefined) return running;
    const needed = [...(dependencies.get(logicalId) ?? [])].filter((name) => dependencies.has(name));
    const run = Promise.all(needed.map(start)).then((outcomes) => outcomes.every(Boolean) && work(logicalId));
    started.set(logicalId, run);
    return run;
  };
  await Promise.all([...dependencies.keys()].map(start));
}

type Reference = { readonly name: string; readonly needsResource: boolean };

function references(value: unknown, condition: (name: string) => boolean): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap((item) => references(item, condition));
  if (!isObject(value)) return [];
  const call = functionCall(value);
  if (call === undefined) return Object.values(value).flatMap((item) => references(item, condition));
  const { name, argument } = call;
  if (name === 'Ref') return [{ name: String(argument), needsResource: false }];
  if (name === 'Fn::GetAtt') return [{ name: attributeReference(argument)[0], needsResource: true }];
  if (name === 'Fn::Sub') return subReferences(argument, condition);
  if (name === 'Fn::If' && Array.isArray(argument)) {
    return references(condition(String(argument[0])) ? argument[1] : argument[2], condition);
  }
  return references(argument, condition);
}

function subReferences(argument: unknown, condition: (name: string) => boolean): readonly Reference[] {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const given = isObject(variables) ? variables : {};
  const named = referencesOfSub(String(template))
    .filter((name) => !(name in given))
    .map((name) => {
      const dot = name.indexOf('.');
      return dot < 0 ? { name, needsResource: false } : { name: name.slice(0, dot), needsResource: true };
    });
  return [...named, ...references(Object.values(given), condition)];
}

function refuseCycles(graph: Dependencies): void {
  const finished = new Set<string>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    const seenAt = path.indexOf(logicalId);
    if (seenAt >= 0) throw invalid(`Circular dependency between resources: [${path.slice(seenAt).join(', ')}]`);
    if (finished.has(logicalId)) return;
    for (const needed of graph.get(logicalId) ?? []) visit(needed, [...path, logicalId]);
    finished.add(logicalId);
  };
  for (const logicalId of graph.keys()) visit(logicalId, []);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
