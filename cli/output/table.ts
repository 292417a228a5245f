import Table from 'cli-table3';

/** No lines: the columns stand two spaces apart, and a table of the summary fits into a narrow terminal. */
const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

/** Rows in columns. An empty `head` is left out. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const laidOut = new Table({
    head: [...head],
    chars: PLAIN,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  laidOut.push(...rows.map((row) => [...row]));
  return laidOut
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
