import { piecesOf } from './pieces';
import { type Allowances, type Counts, exceeding } from './ratchet';
import { isCode, type Problems, type SourceFile, topFolder } from './tree';

const EXPORTED = /(?<![\w.])export\s+(?:declare\s+)?(?:abstract\s+)?(?:type|interface|class|enum)\s+(\w+)/g;

/** The words of a function's five files: each function has its own, in its folder. */
const OF_A_FUNCTION = new Set(['Input', 'Output', 'Environment', 'Facts', 'Policy', 'Verdict']);

/** One exported type name means one thing: in the product, and in the simulator, which could be a package of its own. */
export function checkTypeNames(files: readonly SourceFile[], several: Allowances): Problems {
  const places = placesOf(files);
  return exceeding(filesByTypeName(files), 1, several).map(
    (name) =>
      `${name} is exported by ${places.get(name)?.join(', ')}: say in the name which one it is, or import the one there is`,
  );
}

/** How many files export each. */
export function filesByTypeName(files: readonly SourceFile[]): Counts {
  return new Map(Array.from(placesOf(files), ([name, paths]) => [name, paths.length]));
}

/** By name, that of the simulator's with `simulator ` before it. */
function placesOf(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const { path, text } of files) {
    if (!isCode(path) || topFolder(path) === 'test') continue;
    const scope = topFolder(path) === 'simulator' ? 'simulator ' : '';
    const code = piecesOf(text)
      .map((piece) => (piece.kind === 'code' ? piece.text : ' '))
      .join('');
    for (const [, name = ''] of code.matchAll(EXPORTED)) {
      if (OF_A_FUNCTION.has(name) && topFolder(path) === 'functions') continue;
      places.set(scope + name, [...(places.get(scope + name) ?? []), path]);
    }
  }
  return places;
}
