import { WALL_CLOCK_KEYWORDS } from '../../data/virtual-time';

/** A statement with `$1`, `$2` in place of its `:name`s. */
export interface PositionalStatement {
  readonly sql: string;
  /** Which parameter each position takes. */
  readonly names: readonly string[];
  /** Keywords that read the machine's clock instead of virtual time. */
  readonly wallClockKeywords: readonly string[];
}

/**
 * One alternative for each kind of text that may hold a colon or a keyword without meaning it, then the two things
 * looked for. A cast (`::`) is consumed whole, so that its second colon does not begin a name.
 */
const TOKENS = new RegExp(
  [
    String.raw`--[^\n]*`,
    String.raw`/\*[\s\S]*?\*/`,
    String.raw`\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'`,
    String.raw`'(?:[^']|'')*'`,
    String.raw`"(?:[^"]|"")*"`,
    String.raw`(\$[A-Za-z_]?\w*\$)[\s\S]*?\1`,
    '::',
    String.raw`:([A-Za-z_]\w*)`,
    String.raw`([A-Za-z_]\w*)`,
  ].join('|'),
  'g',
);

/** @param cast what to write after the position of a parameter: `::bigint`, or nothing */
export function toPositional(sql: string, cast: (name: string) => string): PositionalStatement {
  const names: string[] = [];
  const wallClockKeywords: string[] = [];
  const positional = sql.replaceAll(
    TOKENS,
    (text: string, _tag: string | undefined, name: string | undefined, word: string | undefined) => {
      if (word !== undefined && WALL_CLOCK_KEYWORDS.has(word.toLowerCase())) wallClockKeywords.push(word);
      if (name === undefined) return text;
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}${cast(name)}`;
    },
  );
  return { sql: positional, names, wallClockKeywords };
}
