import { CHECKS } from '../../functions/readiness/decide';
import { readPage } from './page';

const [, section = ''] = readPage('RUNBOOK_DR.md').split('## Readiness says not-ready or degraded\n');
const [text = ''] = section.split('\n## ');

/** The checks of the table; `-assets` behind `activation-template` is `activation-assets`. */
const rows = Array.from(text.matchAll(/^\| (`.*?) \|/gm), ([, cell = '']) =>
  cell.split(', ').map((name) => name.replaceAll('`', '')),
).flatMap(([first = '', ...others]) => [
  first,
  ...others.map((name) => (name.startsWith('-') ? first.replace(/-\w+$/, name) : name)),
]);

test('the runbook has a row for every readiness check', () => {
  expect(rows.toSorted()).toEqual(CHECKS.map(({ name }) => name).toSorted());
});

test('and says how many there are', () => {
  expect(text).toContain(`${CHECKS.length} things`);
});
