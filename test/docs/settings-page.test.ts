import { parseConfig } from '../../infra/config/parse';
import { readPage } from './page';

const [, table = ''] =
  /^\| field \| default \| meaning \|\n([\s\S]*?)\n\n/m.exec(readPage('PILOT_LIGHT_IMPLEMENTATION.md')) ?? [];

/** `zone.id`, `zone.name` as they stand in a row's first cell, and `.name` beside `zone.id`. */
const documented = table.split('\n').flatMap((row) => {
  const [cell = ''] = row.slice(1).split('|');
  const names = Array.from(cell.matchAll(/`([\w.*]+)`/g), ([, name = '']) => name);
  const parent = names[0]?.slice(0, names[0].lastIndexOf('.')) ?? '';
  return names.map((name) => (name.startsWith('.') ? `${parent}${name}` : name));
});

/** `objectives.rtoMinutes`: the fields that have a default; a list is one field. */
function fieldsOf(value: unknown, path: readonly string[] = []): readonly string[] {
  const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isSection) return [path.join('.')];
  return Object.entries(value).flatMap(([name, field]) => fieldsOf(field, [...path, name]));
}

test.each(fieldsOf(parseConfig({})))('%s is in the table of settings', (field) => {
  const isThere = documented.some(
    (name) => name === field || field.startsWith(`${name}.`) || name === `${field.split('.')[0] ?? ''}.*`,
  );
  expect(isThere).toBe(true);
});
