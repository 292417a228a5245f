import { linkSync, statSync, utimesSync } from 'node:fs';
import { copyFile } from './copy-tree';

/**
 * A file that was written this shortly before it was copied may be written again with the same time stamp: it is never
 * taken for unchanged.
 */
const SETTLED_MS = 1000;

interface Copied {
  readonly target: string;
  readonly modifiedMs: number;
  readonly size: number;
}

/**
 * Snapshots of one cluster share the files that did not change between them: most of them. Nothing writes to a snapshot,
 * so a second name for the same file is as good as a copy.
 */
export class UnchangedFiles {
  readonly #copied = new Map<string, Copied>();

  /** Copies a file of the template or of a snapshot for a server to write to, and remembers what it was. */
  placeWritable(source: string, target: string): void {
    copyFile(source, target);
    const { atime, mtime, mtimeMs, size } = statSync(source);
    utimesSync(target, atime, mtime);
    // Times are set in whole milliseconds.
    if (mtimeMs < Date.now() - SETTLED_MS) {
      this.#copied.set(target, { target: source, modifiedMs: mtime.getTime(), size });
    }
  }

  /** Puts a file of a running server into a snapshot. */
  place(source: string, target: string): void {
    const { mtimeMs, size } = statSync(source);
    const earlier = this.#copied.get(source);
    if (earlier?.modifiedMs === mtimeMs && earlier.size === size && isLinked(earlier.target, target)) return;
    const isSettled = mtimeMs < Date.now() - SETTLED_MS;
    copyFile(source, target);
    if (isSettled) this.#copied.set(source, { target, modifiedMs: mtimeMs, size });
    else this.#copied.delete(source);
  }
}

/** Fails when the earlier snapshot was removed, or where the file system has no links. */
function isLinked(existing: string, name: string): boolean {
  try {
    linkSync(existing, name);
    return true;
  } catch {
    return false;
  }
}
