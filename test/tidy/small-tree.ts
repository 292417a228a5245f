import type { SourceFile } from './tree';

/** A tree to prove a rule with, by path. */
export function tree(files: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}
