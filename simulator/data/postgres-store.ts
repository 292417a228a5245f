import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyTree, own } from './copy-tree';
import type { ClusterData, DataSnapshot, DataStore } from './data-store';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries';
import { PostgresCluster } from './postgres-cluster';
import { PostgresServer } from './postgres-server';
import type { SessionSettings } from './postgres-session';
import { PostgresSnapshot } from './postgres-snapshot';
import { preparedTemplate } from './postgres-template';
import { UnchangedFiles } from './unchanged-files';
import { scratchDirectory } from './scratch-directory';

const PREFIX = 'pilot-light-data-';
/** Tells a later run that the process whose files these are is gone. */
const OWNER_FILE = 'owner.pid';

/** Real PostgreSQL: one server process for each cluster, all files under one temporary directory. */
export class PostgresStore implements DataStore {
  readonly #settings: Omit<SessionSettings, 'connection' | 'log'>;
  readonly #clusters = new Set<PostgresCluster>();
  #prepared: Prepared | undefined;
  #count = 0;

  constructor(settings: Omit<SessionSettings, 'connection' | 'log'>) {
    this.#settings = settings;
  }

  create(): Promise<ClusterData> {
    return this.#settings.io(async () => {
      const { template } = await this.#prepare();
      return this.#start(PostgresSnapshot.kept(template));
    });
  }

  restore(snapshot: DataSnapshot): Promise<ClusterData> {
    if (!(snapshot instanceof PostgresSnapshot)) throw new Error('The snapshot was cut by another kind of data store');
    return this.#settings.io(() => this.#start(snapshot));
  }

  close(): Promise<void> {
    return this.#settings.io(async () => {
      await Promise.all([...this.#clusters].map((cluster) => cluster.stopNow()));
      this.#clusters.clear();
      if (this.#prepared !== undefined) removeAtExit.delete(this.#prepared.directory);
      this.#prepared?.removeAll();
      this.#prepared = undefined;
    });
  }

  /** @param standby settings of a server that follows another one until it is promoted */
  async #start(from: PostgresSnapshot, standby?: Readonly<Record<string, string>>): Promise<ClusterData> {
    const { binaries } = await this.#prepare();
    const directory = this.#newDirectory('c');
    const unchanged = new UnchangedFiles();
    copyTree(from.directory, directory, {
      owner: binaries.runAs,
      isWanted: () => true,
      place: (source, target) => {
        unchanged.placeWritable(source, target);
      },
    });
    if (standby !== undefined) {
      const signal = join(directory, 'standby.signal');
      writeFileSync(signal, '', { mode: 0o600 });
      own(signal, binaries.runAs);
    }
    const server = await PostgresServer.start(binaries, directory, standby);
    const cluster = new PostgresCluster({
      ...this.#settings,
      server,
      directory,
      unchanged,
      origin: standby === undefined ? from.share() : undefined,
      startStandby: (base, settings) => this.#start(base, settings),
      newSnapshotDirectory: () => this.#newDirectory('s'),
      removeDirectory: (gone) => {
        rmSync(gone, { recursive: true, force: true, maxRetries: 5 });
      },
    });
    this.#clusters.add(cluster);
    if (standby !== undefined) await cluster.keepOrigin();
    return cluster;
  }

  #newDirectory(kind: 'c' | 's'): string {
    if (this.#prepared === undefined) throw new Error('The data store was closed');
    this.#count += 1;
    return join(this.#prepared.directory, `${kind}${this.#count}`);
  }

  async #prepare(): Promise<Prepared> {
    this.#prepared ??= await prepare();
    return this.#prepared;
  }
}

interface Prepared {
  readonly binaries: PostgresBinaries;
  readonly template: string;
  readonly directory: string;
  removeAll(): void;
}

async function prepare(): Promise<Prepared> {
  sweepLeftovers();
  const binaries = findPostgresBinaries();
  const template = await preparedTemplate(binaries);
  const directory = mkdtempSync(join(scratchDirectory(), PREFIX));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, OWNER_FILE), String(process.pid));
  own(directory, binaries.runAs);
  removeAtExit.add(directory);
  watchForExit();
  return {
    binaries,
    template,
    directory,
    removeAll() {
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Directories of runs that were killed. Their servers stopped when the run died. */
function sweepLeftovers(): void {
  for (const name of readdirSync(scratchDirectory())) {
    if (!name.startsWith(PREFIX)) continue;
    const directory = join(scratchDirectory(), name);
    try {
      const pid = Number(readFileSync(join(directory, OWNER_FILE), 'utf8'));
      if (pid > 0 && !isAlive(pid)) rmSync(directory, { recursive: true, force: true });
    } catch {
      // Somebody else's, or just being made or removed.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and another user's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

const removeAtExit = new Set<string>();
let isWatching = false;

/** The servers stop by themselves when this process ends; their files are removed here. */
function watchForExit(): void {
  if (isWatching) return;
  isWatching = true;
  process.on('exit', removeFiles);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      removeFiles();
      process.kill(process.pid, signal);
    });
  }
}

function removeFiles(): void {
  for (const directory of removeAtExit) {
    try {
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // The server may still write; the next run sweeps.
    }
  }
}
