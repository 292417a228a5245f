import { posix } from 'node:path';
import { piecesOf } from './pieces';
import { isCode, type SourceFile } from './tree';

export interface Import {
  readonly from: string;
  /** What stands in the source: `../shared/errors`, `zod`. */
  readonly specifier: string;
  /** The file that it leads to; undefined for a package, or where there is no such file. */
  readonly to?: string;
  /** What is taken, such as `Config, parseConfig`; `everything` where that is not said. */
  readonly names: string;
  /** Whether nothing is left of it when it runs. */
  readonly isType: boolean;
}

const ENDINGS = ['', '.ts', '.js', '.json', '/index.ts'];
const STATEMENT = /\b(import|export)\b([^;"']*?)\bfrom\s*"(\d+)"|\bimport\s*"(\d+)"/g;
const CALL = /\b(?:import|require|require\.resolve|jest\s*\.\s*\w+)\s*(?:<[^>]*>)?\(\s*"(\d+)"/g;

/** Every import of every file: types, dynamic ones, `require` and `jest.mock` among them. */
export function importsOf(files: readonly SourceFile[]): readonly Import[] {
  const paths = new Set(files.map(({ path }) => path));
  return files.filter(({ path }) => isCode(path)).flatMap((file) => importsOfFile(file, paths));
}

/** What each file imports. */
export function byFile(imports: readonly Import[]): ReadonlyMap<string, readonly Import[]> {
  const map = new Map<string, Import[]>();
  for (const one of imports) {
    const group = map.get(one.from);
    if (group === undefined) map.set(one.from, [one]);
    else group.push(one);
  }
  return map;
}

function importsOfFile({ path, text }: SourceFile, paths: ReadonlySet<string>): readonly Import[] {
  const strings: string[] = [];
  const code = piecesOf(text)
    .map((piece) => {
      if (piece.kind === 'code') return piece.text;
      if (piece.kind !== 'string') return ' ';
      strings.push(piece.text.slice(1, -1));
      return `"${strings.length - 1}"`;
    })
    .join('');
  const make = (index: string, names: string, isType: boolean): Import => {
    const specifier = strings[Number(index)] ?? '';
    const to = resolve(path, specifier, paths);
    return { from: path, specifier, ...(to === undefined ? {} : { to }), names, isType };
  };
  const statements = Array.from(code.matchAll(STATEMENT), ([, , clause = '', index, bare]) =>
    index === undefined ? make(bare ?? '', 'everything', false) : make(index, namesOf(clause), isTypeOnly(clause)),
  );
  const calls = Array.from(code.matchAll(CALL), ([, index = '']) => make(index, 'everything', false));
  return [...statements, ...calls];
}

function resolve(from: string, specifier: string, paths: ReadonlySet<string>): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const base = posix.join(posix.dirname(from), specifier);
  return ENDINGS.map((ending) => base + ending).find((path) => paths.has(path));
}

function namesOf(clause: string): string {
  const names = clause
    .replace(/\btype\b|[{}]/g, ' ')
    .split(',')
    .map((name) => name.trim().replace(/\s+/g, ' '))
    .filter((name) => name !== '');
  return names.length === 0 ? 'everything' : names.join(', ');
}

function isTypeOnly(clause: string): boolean {
  if (/^\s*type\b/.test(clause)) return true;
  const named = /\{([^}]*)\}/
    .exec(clause)?.[1]
    ?.split(',')
    .filter((name) => name.trim() !== '');
  return named !== undefined && named.length > 0 && named.every((name) => /^\s*type\s/.test(name));
}
