import { chownSync, constants, copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whose the copies are. */
export interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Copies the files of a PostgreSQL data directory and returns their size in bytes. Synchronous on purpose: a thousand
 * small files take a third of the time that promises take. File systems that can share blocks between copies do.
 */
export function copyTree(from: string, to: string, owner: Owner, isWanted: (name: string) => boolean): number {
  mkdirSync(to, { mode: 0o700, recursive: true });
  own(to, owner);
  let bytes = 0;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!isWanted(entry.name)) continue;
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      bytes += copyTree(join(from, entry.name), target, owner, isWanted);
    } else if (entry.isFile()) {
      copyFileSync(join(from, entry.name), target, constants.COPYFILE_FICLONE);
      own(target, owner);
      bytes += statSync(target).size;
    }
  }
  return bytes;
}

export function own(path: string, owner: Owner): void {
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(path, owner.uid, owner.gid);
}
