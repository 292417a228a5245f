/**
 * Folders that are made once and kept by a key, for processes at the same time: each is filled under a name of its own
 * and gets its own name when it is whole. One that is not whole any more counts as not there.
 */
export class KeptFolders {
  /** @param most how many are kept: of the others those go that were not used for a quarter of an hour */
  constructor(parent: string, most: number);
  /** The folder of that key, as it was kept. */
  recall(key: string): string | undefined;
  /** A folder to fill; undefined where none can be made, as in a checkout that is read-only. */
  begin(): string | undefined;
  /** Gives a filled folder its name, and returns where it is now. */
  keep(key: string, made: string): string;
}
