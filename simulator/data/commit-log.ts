/** How far PostgreSQL's write-ahead log went when, by virtual time. */
export class CommitLog {
  readonly #entries: { readonly atMs: number; readonly position: string }[] = [];

  /** The log's end before anything is done at that instant. */
  note(atMs: number, position: string): void {
    // Nothing was written between two notes of one position: the later one says all that the earlier one does.
    if (this.#entries.at(-1)?.position === position) this.#entries.pop();
    this.#entries.push({ atMs, position });
  }

  /** The log's end at that instant: everything before it was committed by then. Undefined while nothing came later. */
  positionAt(atMs: number): string | undefined {
    return this.#entries.find((entry) => entry.atMs > atMs)?.position;
  }
}
