import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACKNOWLEDGED_DEPENDENCIES, BESIDE_THE_PATH, WATCHERS } from '../../../infra/checks/acknowledged-dependencies';

const page = readFileSync(join(__dirname, '../../../docs/RECOVERY_PATH.md'), 'utf8');

/** The items of the list below a heading, each in one line. */
function itemsBelow(heading: string): readonly string[] {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return own
    .split(/^- /m)
    .slice(1)
    .map((item) => item.trim().replace(/\s+/g, ' '));
}

test('the page lists what is acknowledged, and nothing else', () => {
  expect(itemsBelow('Acknowledged')).toEqual(
    ACKNOWLEDGED_DEPENDENCIES.map(({ dependency, path, reason }) => `\`${dependency}\` in ${path}: ${reason}`),
  );
});

test('the page lists what is beside the path, and nothing else', () => {
  expect(itemsBelow('Beside the path')).toEqual(
    BESIDE_THE_PATH.map(({ dependency, path, reason }) => `\`${dependency}\` in ${path}: ${reason}`),
  );
});

test('the page lists what watches the primary region, and nothing else', () => {
  expect(itemsBelow('Watching the primary region')).toEqual(WATCHERS.map(({ path, reason }) => `${path}: ${reason}`));
});
