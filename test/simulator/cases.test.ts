import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDefinition } from '../../simulator/asl/parse-definition';
import { readCases } from '../conformance/recorded-case';
import { runCase } from '../conformance/run-case';

const CASES = join(__dirname, '../../../shared/cases');
const CONFORMANCE = join(CASES, 'K2-K3-conformance');

const REFUSALS: Readonly<Record<string, string>> = {
  'K1-bare-name': "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'ageMinutes' at the top level is not supported.",
  'K1-coalescing-operator': 'INVALID_JSONATA_EXPRESSION: ',
  'K1-no-terminal-state': 'MISSING_END_STATE: Workflow has no terminal state',
  'K1-unreadable-expression': 'INVALID_JSONATA_EXPRESSION: Unexpected end of expression',
};

if (existsSync(CONFORMANCE)) {
  const definitions = readdirSync(CASES).filter((file) => /^K1-.*\.asl\.json$/.test(file));

  test.each(definitions)('%s is refused', (file) => {
    const document: unknown = JSON.parse(readFileSync(join(CASES, file), 'utf8'));
    expect(() => parseDefinition(document)).toThrow(REFUSALS[file.slice(0, -'.asl.json'.length)] ?? /^[A-Z_]+: /);
  });

  test.each(readCases(CONFORMANCE))('$file ends as AWS ends it', async (recorded) => {
    expect(await runCase(recorded)).toMatchObject({ kind: 'passed', differences: [] });
  });
} else {
  // oxlint-disable-next-line jest/no-disabled-tests
  test.skip(`skipped: there are no cases at ${CASES}`, () => undefined);
}
