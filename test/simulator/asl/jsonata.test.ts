import { Bench, machineOf, START_MS } from './run-machine';

async function evaluate(expression: string, input: unknown = {}, seed = 1) {
  const { result } = await new Bench(undefined, seed).run(
    machineOf({ Type: 'Pass', Output: `{% ${expression} %}` }),
    input,
  );
  return result.status === 'SUCCEEDED' ? result.output : result;
}

describe('JSONata as Step Functions has it', () => {
  test.each([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(1, 9, 3)', [1, 4, 7]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
    ['$count($range(1, 200000, 1))', 200_000],
    ['$partition([1,2,3], 2.9)', [[1, 2], [3]]],
    ["$hash('hello', 'SHA-256')", '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'],
    ["$hash('hello', 'MD5')", '5d41402abc4b2a76b9719d911017c592'],
    ['$parse(\'{"a": [1, null]}\').a', [1, null]],
    ['$millis()', START_MS],
    ['$now()', '2026-01-01T00:00:00.000Z'],
    ["$now('[Y]-[M01]-[D01]')", '2026-01-01'],
    ["$toMillis('2026-01-01T00:00:00Z')", START_MS],
    ['$states.context.Execution.RedriveCount', 0],
    ['$exists($states.result)', false],
    ['$length($uuid())', 36],
  ])('%s is %j', async (expression, value) => {
    expect(await evaluate(expression)).toEqual(value);
  });

  test('a variable that an expression binds on one way only is the outer one on the other', async () => {
    const machine = {
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { x: 'outer' }, Next: 'Read' },
        Read: { Type: 'Pass', Output: '{% $states.input.bind ? $x := "inner" : $x %}', End: true },
      },
    };
    const read = async (bind: boolean) => (await new Bench().run(machine, { bind })).result;
    expect(await read(true)).toMatchObject({ output: 'inner' });
    expect(await read(false)).toMatchObject({ output: 'outer' });
  });

  // The first two from the documentation of java.util.Random's users everywhere; 42 was measured at AWS.
  test.each([
    ['$random(42)', 0.7275636800328681],
    ['$random(0)', 0.730967787376657],
    ['$random(42.9)', 0.7275636800328681],
    ['$random(42) + $random(42)', 2 * 0.7275636800328681],
  ])('%s is java.util.Random: %d', async (expression, value) => {
    expect(await evaluate(expression)).toBe(value);
  });

  test('$shuffle and $random look at the seed of the run, not at the machine', async () => {
    const expression = '$shuffle([1..20])';
    expect(await evaluate(expression)).toEqual(await evaluate(expression));
    expect(await evaluate(expression, {}, 2)).not.toEqual(await evaluate(expression));
  });

  test.each([
    ["$eval('1')", 'T1006: Attempted to invoke a non-function'],
    ['$nothing', 'returned nothing (undefined).'],
    ["'a' + 1", 'T2001: The left side of the "+" operator must evaluate to a number'],
    ['($f := function($x){$f($x) + 1}; $f(1))', 'evaluation: Stack overflow error'],
    ['$parse("{")', '$parse'],
    ['function($x){$x}', 'returned an unsupported result type.'],
  ])('%s is an error that quotes the expression', async (expression, text) => {
    const result = await evaluate(expression);
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    const cause = (result as { cause: string }).cause;
    expect(cause).toContain(`The JSONata expression '${expression}' specified for the field 'Output'`);
    expect(cause).toContain(text);
  });
});

describe('variables', () => {
  test('are assigned from the values at the state’s entry', async () => {
    const { result } = await new Bench().run({
      StartAt: 'First',
      States: {
        First: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
        Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: '{% $a %}', Next: 'Show' },
        Show: { Type: 'Pass', Output: '{% [$a, $b, $states.input] %}', End: true },
      },
    });
    expect(result).toMatchObject({ output: [2, 1, 1] });
  });

  test('of the machine are read inside a branch, and those of a branch end with it', async () => {
    const branch = {
      StartAt: 'In',
      States: {
        In: { Type: 'Pass', Assign: { inner: '{% $outer + 1 %}' }, Next: 'Out' },
        Out: { Type: 'Pass', Output: '{% $inner %}', End: true },
      },
    };
    const { result } = await new Bench().run({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [branch], Output: '{% [$states.result[0], $exists($inner)] %}', End: true },
      },
    });
    expect(result).toMatchObject({ output: [2, false] });
  });

  test('of an outer scope cannot be assigned inside', async () => {
    const branch = machineOf({ Type: 'Pass', Assign: { outer: 2 } });
    const { result } = await new Bench().run({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [branch], End: true },
      },
    });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test('hold at most 256 KiB each', async () => {
    const { result } = await new Bench().run(
      machineOf({ Type: 'Pass', Assign: { big: '{% $pad("", 262200, "x") %}' } }),
    );
    expect(result).toMatchObject({ error: 'States.DataLimitExceeded' });
  });
});
