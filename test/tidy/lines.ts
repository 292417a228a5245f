import { piecesOf } from './pieces';
import { type Allowances, type Counts, exceeding } from './ratchet';
import { isCode, type Problems, type SourceFile } from './tree';

/** Lines that hold code: no blank ones, none of comments alone. */
export function linesOfCode(text: string): number {
  const lines = new Set<number>();
  for (const { kind, text: piece, line } of piecesOf(text)) {
    if (kind === 'comment') continue;
    piece.split('\n').forEach((part, index) => {
      if (part.trim() !== '') lines.add(line + index);
    });
  }
  return lines.size;
}

export function linesByFile(files: readonly SourceFile[]): Counts {
  return new Map(files.filter(({ path }) => isCode(path)).map(({ path, text }) => [path, linesOfCode(text)]));
}

/** What is longer than a person keeps in mind at once. */
export function checkLines(files: readonly SourceFile[], limit: number, longer: Allowances): Problems {
  const counts = linesByFile(files);
  return exceeding(counts, limit, longer).map(
    (path) =>
      `${path} has ${counts.get(path)} lines of code, ${longer[path] ?? limit} are allowed: split it by what changes together`,
  );
}
