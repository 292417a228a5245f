import { byFile, type Import, importsOf } from './imports';
import { folderOf, type SourceFile } from './tree';

/** Circles that are shown of one group. */
const SHOWN = 3;

export interface Circle {
  /** Of the files that it consists of. */
  readonly folders: readonly string[];
  readonly problem: string;
}

/** Each group of files that import each other, types included, as short circles with the names that tie them. */
export function circlesOf(files: readonly SourceFile[]): readonly Circle[] {
  const imports = importsOf(files).filter(({ to }) => to !== undefined);
  return componentsOf(imports).map((component) => {
    const folders = [...new Set([...component].map(folderOf))].sort();
    const within = imports.filter(({ from, to }) => component.has(from) && to !== undefined && component.has(to));
    const problem = [
      `${component.size} files of ${folders.join(', ')} import each other, types included; for example`,
      ...shortCircles(within, folders.length > 1).map((circle) =>
        circle.map(({ from, to, names }) => `${from} takes ${names} from ${to}`).join('\n    '),
      ),
      'move one of these names to a file of its own that both may import',
    ].join('\n    ');
    return { folders, problem };
  });
}

/** Strongly connected components of more than one file (Tarjan). */
function componentsOf(imports: readonly Import[]): readonly ReadonlySet<string>[] {
  const targets = byFile(imports);
  const index = new Map<string, number>();
  const stack: string[] = [];
  const components: Set<string>[] = [];

  const visit = (node: string): number => {
    const mine = index.size;
    index.set(node, mine);
    stack.push(node);
    let lowest = mine;
    for (const { to: target = node } of targets.get(node) ?? []) {
      if (!index.has(target)) lowest = Math.min(lowest, visit(target));
      else if (stack.includes(target)) lowest = Math.min(lowest, index.get(target) ?? lowest);
    }
    if (lowest === mine) {
      const component = new Set(stack.splice(stack.indexOf(node)));
      if (component.size > 1) components.push(component);
    }
    return lowest;
  };
  for (const node of targets.keys()) if (!index.has(node)) visit(node);
  return components;
}

/** The shortest ones. @param between whether they have to leave a folder */
function shortCircles(within: readonly Import[], between: boolean): readonly (readonly Import[])[] {
  const circles = new Map<string, readonly Import[]>();
  for (const first of within) {
    if (between && folderOf(first.from) === folderOf(first.to ?? '')) continue;
    const back = wayBack(first, within);
    if (back === undefined) continue;
    const circle = [first, ...back];
    const key = String(circle.map(({ from }) => from).sort());
    if (!circles.has(key)) circles.set(key, circle);
  }
  return [...circles.values()].toSorted((one, other) => one.length - other.length).slice(0, SHOWN);
}

/** From where the import leads to back to where it stands. */
function wayBack({ from: goal, to: start }: Import, within: readonly Import[]): readonly Import[] | undefined {
  const imports = byFile(within);
  const seen = new Set<string>();
  let ways: (readonly Import[])[] = [[]];
  while (ways.length > 0) {
    const next: (readonly Import[])[] = [];
    for (const way of ways) {
      for (const step of imports.get(way.at(-1)?.to ?? start ?? '') ?? []) {
        if (step.to === goal) return [...way, step];
        if (step.to === undefined || seen.has(step.to)) continue;
        seen.add(step.to);
        next.push([...way, step]);
      }
    }
    ways = next;
  }
  return undefined;
}
