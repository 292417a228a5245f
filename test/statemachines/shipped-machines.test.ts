import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lint } from '../../simulator/asl/lint';

/** The package has no type declarations. */
const validate = require('asl-validator') as (document: unknown) => { isValid: boolean; errorsText(): string };

const DIRECTORY = join(__dirname, '../../statemachines');
const files = readdirSync(DIRECTORY).filter((file) => file.endsWith('.asl.json'));

test('there are state machines to check', () => {
  expect(files).not.toEqual([]);
});

for (const file of files) {
  describe(`the machine ${file}`, () => {
    const document: unknown = JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8'));

    test('is a state machine that asl-validator accepts', () => {
      // A copy, because the validator writes into what it is given.
      const verdict = validate(structuredClone(document));
      expect(verdict.isValid ? '' : verdict.errorsText()).toBe('');
    });

    test('passes the lint', () => {
      expect(lint(document)).toEqual([]);
    });

    test('says of every state why it exists', () => {
      expect(statesWithoutComment(document)).toEqual([]);
    });
  });
}

/** Paths of states without a Comment. */
function statesWithoutComment(node: unknown, path = ''): readonly string[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => statesWithoutComment(item, `${path}[${index}]`));
  if (typeof node !== 'object' || node === null) return [];
  const own = 'Type' in node && typeof node.Type === 'string' && !('Comment' in node) ? [path] : [];
  const inner = Object.entries(node)
    .filter(([key]) => ['States', 'Branches', 'ItemProcessor'].includes(key) || path.endsWith('/States'))
    .flatMap(([key, member]) => statesWithoutComment(member, `${path}/${key}`));
  return [...own, ...inner];
}
