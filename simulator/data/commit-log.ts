/** When what was committed, by virtual time: how far PostgreSQL's write-ahead log went after each commit. */
export class CommitLog {
  readonly #now: () => number;
  readonly #entries: { readonly atMs: number; readonly position: string }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  note(position: string): void {
    if (this.#entries.at(-1)?.position !== position) this.#entries.push({ atMs: this.#now(), position });
  }

  /** The log's end at that instant: everything before it was committed by then. At the earliest where the log begins. */
  positionAt(atMs: number): string {
    const found = this.#entries.findLast((entry) => entry.atMs <= atMs) ?? this.#entries[0];
    if (found === undefined) throw new Error('Nothing was noted in this log yet');
    return found.position;
  }
}
