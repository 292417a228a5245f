/** What every shell takes as one word, and as itself, without quotes. */
const PLAIN = /^[\w/:.,@%+-]+$/;

/**
 * One word for a POSIX shell, whatever is in it. Between single quotes nothing has a meaning but the quote that ends them
 * (POSIX.1-2024, Shell Command Language, 2.2.2), not even the `!` of an interactive shell.
 */
export function shellQuote(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command to paste: every word stays one word. */
export function shellCommand(...words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}
