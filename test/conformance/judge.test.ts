import { compareEvents } from './compare-events';
import type { RecordedCase } from './recorded-case';
import { runCase } from './run-case';
import { comparison } from './same';

const same = comparison(['<function-name>', 'bucket-name']);

describe('the judge of recorded cases', () => {
  test.each([
    ['a word that stands for anything', 'timestamp', 12],
    ['a scrubbed string', 'bucket-name', 'my-bucket'],
    ['a part of a string', 'id <uuid:1>.', 'id 4711.'],
    ['the account', 'arn:<partition>:x:111111111111:y', 'arn:aws:x:123456789012:y'],
    ['a string that repeats its key', { Date: 'date', RequestId: 'RequestId' }, { Date: 'Thu', RequestId: 1 }],
    ['JSON text', '{"a":[1]}', { a: [1] }],
    ['numbers of nearly the same value', 0.1 + 0.2, 0.3],
  ])('takes %s', (_name, recorded, actual) => {
    expect(same(recorded, actual)).toBe(true);
  });

  test.each([
    ['another text', 'a', 'b'],
    ['another ending after a wildcard', 'id <uuid:1>.', 'id 4711!'],
    ['a member too many', { a: 1 }, { a: 1, b: 2 }],
    ['a member too few', { a: 1, b: 2 }, { a: 1 }],
    ['a list in another order', [1, 2], [2, 1]],
    ['null for nothing', null, 'null'],
    ['a number for a text', 1, '1'],
  ])('refuses %s', (_name, recorded, actual) => {
    expect(same(recorded, actual)).toBe(false);
  });

  test('forgives the order of events inside a Parallel only', () => {
    const before = ['ParallelStateStarted', 'A', 'B', 'ParallelStateExited'];
    expect(
      compareEvents(before, ['ParallelStateStarted', 'B', 'A', 'ParallelStateFailed', 'ParallelStateExited']),
    ).toBe('same-but-order');
    expect(compareEvents(['A', 'B'], ['B', 'A'])).toBe('different');
  });

  const recorded: RecordedCase = {
    file: 'made-up.json',
    definition: { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', Output: 1, End: true } } },
    input: {},
    features: [],
    expected: { status: 'SUCCEEDED', output: 1 },
    history: undefined,
  };

  test('fails a case with another output, status or error', async () => {
    const failing: readonly RecordedCase['expected'][] = [
      { status: 'SUCCEEDED', output: 2 },
      { status: 'FAILED', error: 'X' },
    ];
    expect(await runCase(recorded)).toMatchObject({ kind: 'passed' });
    for (const expected of failing) expect(await runCase({ ...recorded, expected })).toMatchObject({ kind: 'failed' });
  });

  test('fails a case whose machine is refused, and skips one that needs JSONPath', async () => {
    expect(await runCase({ ...recorded, definition: { StartAt: 'A', States: {} } })).toMatchObject({ kind: 'failed' });
    const path = { StartAt: 'A', States: { A: { Type: 'Pass', InputPath: '$.x', End: true } } };
    expect(await runCase({ ...recorded, definition: path })).toMatchObject({
      kind: 'skipped',
      reason: expect.stringContaining('not supported'),
    });
  });
});
