/** What an execution has left. */
export interface Leftovers {
  /** Exists, and is not known to serve users: it costs money. */
  readonly found: readonly string[];
  /** What could not be read, by its name or what that begins with, so that it is found. */
  readonly unread: readonly string[];
}

export const NOTHING_LEFT: Leftovers = { found: [], unread: [] };

/** The evidence names all of it, and says which of it nobody could read. */
export function namesOf({ found, unread }: Leftovers): readonly string[] {
  return [...found, ...unread.map((name) => `not known: ${name}`)];
}

/** What exists and does not serve costs money, and so may what could not be read. */
export function leftoverLines({ found, unread }: Leftovers): readonly string[] {
  return [
    ...(found.length === 0 ? [] : [`Still there: ${found.join(', ')}.`]),
    ...(unread.length === 0 ? [] : [`Could not be read, and may be there: ${unread.join('; ')}.`]),
  ];
}
