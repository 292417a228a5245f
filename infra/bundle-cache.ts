import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { PROJECT_ROOT } from './project-root';

/** What a run of the bundler read and made. */
const Made = z.object({
  /** Each file that it read, with its size and the time of its last change in milliseconds. */
  inputs: z.array(z.tuple([z.string(), z.number(), z.number()])),
  /** Directory by entry. */
  bundles: z.record(z.string(), z.string()),
});

/** What says which packages there are: a file that is added could be read in place of another. */
const ALWAYS_READ = ['package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * The bundles of an earlier run with the same settings, if nothing that it read has changed since; as `make` does it, by
 * size and time. Most of a synthesis is bundling, and a rehearsal or a test seldom has new sources.
 * @param key what tells settings apart
 */
export function recallBundles(folder: string, key: string): ReadonlyMap<string, string> | undefined {
  const made = read(fileOf(folder, key));
  if (made === undefined) return undefined;
  const { inputs, bundles } = made;
  const isFresh = inputs.every(([path, size, changedMs]) => {
    const found = statSync(resolve(PROJECT_ROOT, path), { throwIfNoEntry: false });
    return found?.size === size && found.mtimeMs === changedMs;
  });
  if (!isFresh || !Object.values(bundles).every((directory) => existsSync(join(directory, 'index.js'))))
    return undefined;
  return new Map(Object.entries(bundles));
}

/** @param inputs the files that the bundler read, from the project's root */
export function rememberBundles(
  folder: string,
  key: string,
  inputs: readonly string[],
  bundles: ReadonlyMap<string, string>,
): void {
  const stamped = [...ALWAYS_READ, ...inputs].map((path) => {
    const { size, mtimeMs } = statSync(resolve(PROJECT_ROOT, path));
    return [path, size, mtimeMs] as const;
  });
  mkdirSync(folder, { recursive: true });
  const file = fileOf(folder, key);
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify({ inputs: stamped, bundles: Object.fromEntries(bundles) }));
  // Whole or not at all, for runs at the same time.
  renameSync(temporary, file);
}

/** Undefined where there is none, or none that can be read: then the bundles are made again. */
function read(file: string): z.output<typeof Made> | undefined {
  try {
    return Made.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function fileOf(folder: string, key: string): string {
  return join(folder, `made-${key}.json`);
}
