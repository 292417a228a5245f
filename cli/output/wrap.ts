import { stripVTControlCharacters } from 'node:util';

/** Breaks a line between words so that it fits into `width` columns; what follows is indented. */
export function wrap(line: string, width: number): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const next = current === '' ? word : `${current} ${word}`;
    if (columnsOf(next) > width && current.trim() !== '') {
      lines.push(current);
      current = `      ${word}`;
    } else current = next;
  }
  return [...lines, current].join('\n');
}

/** Colours take no room. */
function columnsOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
