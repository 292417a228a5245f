import type { DataSnapshot } from './data-store';

/** One share of the files of a base backup; they go with the last share. */
export class PostgresSnapshot implements DataSnapshot {
  readonly #files: BackupFiles;
  #isMine = true;

  /** Files that stay, whoever gives them up: the template. */
  static kept(directory: string): PostgresSnapshot {
    return new PostgresSnapshot({ directory, shares: 0, bytes: 0, removeFiles: () => undefined });
  }

  constructor(files: BackupFiles) {
    this.#files = files;
    files.shares += 1;
  }

  /** Where the files are; an error once this share was given up. */
  get directory(): string {
    if (!this.#isMine) throw new Error('This snapshot was removed');
    return this.#files.directory;
  }

  get bytes(): number {
    return this.#files.bytes;
  }

  share(): PostgresSnapshot {
    return new PostgresSnapshot(this.#files);
  }

  remove(): Promise<void> {
    if (this.#isMine) {
      this.#isMine = false;
      this.#files.shares -= 1;
      if (this.#files.shares === 0) this.#files.removeFiles();
    }
    return Promise.resolve();
  }
}

export interface BackupFiles {
  readonly directory: string;
  /** How much its databases hold. */
  readonly bytes: number;
  removeFiles(): void;
  shares: number;
}
