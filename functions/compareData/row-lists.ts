import type { ListKind, objectsOf, RowLine } from './objects';

/** Of one object. */
const MOST_CHARACTERS = 4_000_000;

export interface ListStore {
  readonly objects: ReturnType<typeof objectsOf>;
  write(key: string, text: string): Promise<void>;
}

/** Writes the rows of a table that differ in one way, as JSON lines, in as many objects as they need. */
export class RowList {
  readonly #store: ListStore;
  readonly #table: string;
  readonly #kind: ListKind;
  readonly #keys: string[] = [];
  #lines: string[] = [];
  #characters = 0;

  constructor(store: ListStore, table: string, kind: ListKind) {
    this.#store = store;
    this.#table = table;
    this.#kind = kind;
  }

  async add(row: RowLine): Promise<void> {
    const line = `${JSON.stringify(row)}\n`;
    if (this.#characters + line.length > MOST_CHARACTERS) await this.#flush();
    this.#lines.push(line);
    this.#characters += line.length;
  }

  /** Keys of the objects. */
  async end(): Promise<string[]> {
    await this.#flush();
    return [...this.#keys];
  }

  async #flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    const key = this.#store.objects.list(this.#table, this.#kind, this.#keys.length + 1);
    await this.#store.write(key, this.#lines.join(''));
    this.#keys.push(key);
    this.#lines = [];
    this.#characters = 0;
  }
}
