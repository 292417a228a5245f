import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { pilotlightProcess } from './process';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

/** The lines of the sample; what is longer than the page goes on in the next line, indented, or ends with `…`. */
function sample(): readonly string[] {
  const [, block = ''] = /^From what the first one prints[^`]*```\n([\s\S]*?)^```$/m.exec(readme) ?? [];
  return block
    .replaceAll(/\n {6}(?=\S)/g, ' ')
    .split('\n')
    .filter((line) => line !== '' && line !== '...');
}

test('the first command of the README passes, and prints what the README says', async () => {
  const { code, stdout, stderr } = await pilotlightProcess(['rehearse']);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const printed = stdout.split('\n').map((line) => line.trimEnd());
  // What is no terminal gets no colours.
  expect(stripVTControlCharacters(stdout)).toBe(stdout);
  expect(sample().length).toBeGreaterThan(25);
  // In this order; between them are lines that the README leaves out.
  let from = 0;
  const missing = sample().filter((line) => {
    const at = printed.findIndex((text, index) => index >= from && isLine(text, line));
    if (at >= 0) from = at + 1;
    return at < 0;
  });
  expect(missing).toEqual([]);
});

function isLine(text: string, line: string): boolean {
  return line.endsWith('…') ? text.startsWith(line.slice(0, -1)) : text === line;
}
