import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** What one rule found: each a sentence that names the file and says what to do. */
export type Problems = readonly string[];

const SKIPPED = new Set(['node_modules', '.git', '.cache', 'cdk.out', 'evidence']);
const READ = /\.(ts|js|mjs|json|md|html|css|sql)$|^(LICENSE|NOTICE)$/;

/** Every file of the project that a person writes. */
export function readTree(root: string): readonly SourceFile[] {
  return filesIn(root, '').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function filesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name === 'package-lock.json') return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(root, path);
    return entry.isFile() && READ.test(entry.name) ? [path] : [];
  });
}

export function isCode(path: string): boolean {
  return /\.(ts|js|mjs)$/.test(path);
}

/** `simulator` of `simulator/iam/policy.ts`; empty for a file of the root. */
export function topFolder(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

/** `simulator/iam` of `simulator/iam/policy.ts`. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
