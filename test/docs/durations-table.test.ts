import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPage } from './page';

const [, table = ''] =
  /^\| name \| default \| slow \| fast \| what \| source \|\n([\s\S]*?)\n\n/m.exec(readPage('SIMULATOR.md')) ?? [];

interface Row {
  readonly names: readonly string[];
  readonly figures: Readonly<Record<string, readonly string[]>>;
  readonly source: string;
}

const rows: readonly Row[] = table
  .split('\n')
  .slice(1)
  .map((line) => {
    const [name = '', standard = '', slow = '', fast = '', , source = ''] = line
      .slice(1)
      .split('|')
      .map((cell) => cell.trim());
    const listed = (cell: string) => cell.split(', ').filter((figure) => figure !== '');
    const names = Array.from(name.matchAll(/`(\w+)`/g), ([, found = '']) => found);
    return { names, figures: { default: listed(standard), slow: listed(slow), fast: listed(fast) }, source };
  });

const path = join(__dirname, '../../simulator/kernel/durations.json');
const durations = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, Readonly<Record<string, number>>>>;

test.each(Object.keys(durations['default'] ?? {}))('%s is in the table, with its figures and a source', (name) => {
  const row = rows.find(({ names }) => names.includes(name));
  expect(row?.source ?? '').not.toBe('');
  for (const [speed, figures] of Object.entries(row?.figures ?? {})) {
    const written = figures[row?.names.indexOf(name) ?? 0] ?? figures[0];
    expect([speed, written === undefined ? undefined : Number(written)]).toEqual([speed, durations[speed]?.[name]]);
  }
});

test('the table has no other names', () => {
  const named = rows.flatMap(({ names }) => names);
  expect(named.toSorted()).toEqual(Object.keys(durations['default'] ?? {}).toSorted());
});
