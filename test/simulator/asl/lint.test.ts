import { lint } from '../../../simulator/asl/lint';

type Json = Readonly<Record<string, unknown>>;

const call = (fields: Json = {}): Json => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: '${Name}', Payload: '{% $states.input %}' },
  TimeoutSeconds: 60,
  Retry: [{ ErrorEquals: ['States.TaskFailed'] }],
  Catch: [{ ErrorEquals: ['States.ALL'], Assign: { problem: '{% $states.errorOutput %}' }, Next: 'Failed' }],
  Next: 'Done',
  ...fields,
});

/** A machine without a fault, with the given states put in. */
function machine(states: Json = {}, rest: Json = {}): Json {
  return {
    QueryLanguage: 'JSONata',
    TimeoutSeconds: 3600,
    StartAt: 'Begin',
    States: {
      Begin: { Type: 'Pass', Assign: { count: 0 }, Next: 'Work' },
      Work: call(),
      Failed: { Type: 'Fail', Error: 'Failed', Cause: '{% $string($problem) %}' },
      Done: { Type: 'Succeed' },
      ...states,
    },
    ...rest,
  };
}

const pass = (fields: Json): Json => ({ Type: 'Pass', Next: 'Done', ...fields });
const parallel = (branch: Json): Json => ({ Type: 'Parallel', Branches: [branch], Next: 'Done' });
const branch = (state: Json): Json => ({ StartAt: 'In', States: { In: { Type: 'Pass', End: true, ...state } } });

describe('lint', () => {
  test('finds nothing in a machine without a fault', () => {
    expect(lint(machine())).toEqual([]);
  });

  test.each<[string, string, Json, string]>([
    [
      'a variable that nothing assigns',
      'undefined-variable',
      { Work: pass({ Output: '{% $missing %}' }), Failed: undefined },
      'States/Work/Output',
    ],
    [
      'a variable that is assigned only later',
      'undefined-variable',
      {
        Begin: { Type: 'Pass', Output: { a: ['{% $late %}'] }, Assign: { count: 0 }, Next: 'Work' },
        Work: call({ Assign: { late: 1 } }),
      },
      'States/Begin/Output/a[0]',
    ],
    [
      'a variable of a branch outside it',
      'undefined-variable',
      { Begin: { ...parallel(branch({ Assign: { inner: 1 } })), Output: '{% $inner %}', Next: 'Work' } },
      'States/Begin/Output',
    ],
    [
      'an unknown function',
      'unknown-function',
      { Begin: pass({ Output: '{% $upper("a") %}', Next: 'Work' }) },
      'States/Begin/Output',
    ],
    ['$eval', 'eval', { Begin: pass({ Output: '{% $eval("1") %}', Next: 'Work' }) }, 'States/Begin/Output'],
    ['a syntax error', 'definition', { Begin: pass({ Output: '{% 1 + %}', Next: 'Work' }) }, 'States/Begin/Output'],
    [
      'text around an expression',
      'expression-delimiters',
      { Begin: pass({ Output: 'id: {% 1 %}', Next: 'Work' }) },
      'States/Begin/Output',
    ],
    [
      'a space before an expression',
      'expression-delimiters',
      { Begin: pass({ Output: ' {% 1 %}', Next: 'Work' }) },
      'States/Begin/Output',
    ],
    [
      'two expressions in a string',
      'definition',
      { Begin: pass({ Output: '{% 1 %} {% 2 %}', Next: 'Work' }) },
      'States/Begin/Output',
    ],
    [
      'an expression for a resource',
      'definition',
      { Work: call({ Resource: '{% $count %}' }) },
      'States/Work/Resource',
    ],
    [
      'a result where there is none',
      'states-member',
      { Begin: pass({ Output: '{% $states.result %}', Next: 'Work' }) },
      'States/Begin/Output',
    ],
    [
      'errorOutput outside a Catch',
      'definition',
      { Work: call({ Output: '{% $states.errorOutput.Error %}' }) },
      'States/Work/Output',
    ],
    [
      'a branch that assigns an outer variable',
      'assign-outer-variable',
      {
        Begin: { Type: 'Pass', Assign: { count: 0 }, Next: 'Both' },
        Both: { ...parallel(branch({ Assign: { count: 1 } })), Next: 'Work' },
      },
      'States/Both/Branches[0]/States/In',
    ],
    [
      'States.ALL before another retrier',
      'definition',
      { Work: call({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['Busy'] }] }) },
      'States/Work/Retry[0]/ErrorEquals[0]',
    ],
    [
      'States.ALL with company',
      'definition',
      { Work: call({ Catch: [{ ErrorEquals: ['Busy', 'States.ALL'], Assign: { problem: 1 }, Next: 'Failed' }] }) },
      'States/Work/Catch[0]/ErrorEquals[1]',
    ],
    [
      'a heartbeat as long as the timeout',
      'definition',
      { Work: call({ HeartbeatSeconds: 60 }) },
      'States/Work/HeartbeatSeconds',
    ],
    [
      'a wait for a token without heartbeat',
      'heartbeat',
      { Work: call({ Resource: 'arn:aws:states:::sns:publish.waitForTaskToken' }) },
      'States/Work',
    ],
    ['a Task without timeout', 'task-guards', { Work: call({ TimeoutSeconds: undefined }) }, 'States/Work'],
    ['a Task without Retry', 'task-guards', { Work: call({ Retry: undefined }) }, 'States/Work'],
    ['a state that nothing leads to', 'definition', { Island: { Type: 'Succeed' } }, 'States/Island'],
    ['a target that does not exist', 'definition', { Work: call({ Next: 'Nowhere' }) }, 'States/Work/Next'],
    [
      'a Catch whose target does not exist',
      'definition',
      { Work: call({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Nowhere' }] }) },
      'States/Work/Catch[0]/Next',
    ],
    ['a field that no state has', 'definition', { Work: call({ Timeout: 5 }) }, 'States/Work'],
    [
      'JSONPath',
      'definition',
      { Begin: { Type: 'Pass', QueryLanguage: 'JSONPath', InputPath: '$.a', Next: 'Work' } },
      'States/Begin',
    ],
  ])('finds %s', (_name, rule, states, path) => {
    const document: unknown = JSON.parse(JSON.stringify(machine(states)));
    expect(
      lint(document)
        .filter((finding) => finding.rule === rule)
        .map((finding) => finding.path),
    ).toContain(path);
  });

  test('finds a Task without Catch, and a machine without timeout', () => {
    const Work = call({ Catch: undefined, Assign: { problem: 1 }, Next: 'Failed' });
    const findings = lint(
      JSON.parse(JSON.stringify(machine({ Work, Done: undefined }, { TimeoutSeconds: undefined }))),
    );
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'task-guards: the Task has no Catch',
      'machine-timeout: the machine has no TimeoutSeconds',
    ]);
  });

  test.each([
    ['a variable that a loop assigns before the state comes again', '{% $exists($later) ? $later : 0 %}'],
    ['a variable of its own', '{% ($x := 1; $double := function($n){ $n * 2 }; $double($x)) %}'],
    ['a function that calls itself', '{% ($f := function($n){ $n < 1 ? 0 : $f($n - 1) }; $f(3)) %}'],
    ['a bound step of a path', '{% $states.input.items#$i.{"at": $i} %}'],
    ['a parameter of a function', '{% $map([1, 2], function($v, $i) { $v + $i }) %}'],
    ['a function handed on', '{% $map([1, 2], $string) %}'],
    ['functions of Step Functions', '{% $partition($range(1, 4, 1), 2) & $hash("a", "MD5") & $uuid() & $parse("1") %}'],
    ['text that only looks like a variable', "{% '$missing' %}"],
  ])('accepts %s', (_name, Output) => {
    const loop = {
      Type: 'Choice',
      Choices: [{ Condition: '{% $count > 1 %}', Next: 'Work' }],
      Default: 'Begin',
      Assign: { later: 1 },
    };
    const document = machine({ Begin: { Type: 'Pass', Output, Assign: { count: 0 }, Next: 'Loop' }, Loop: loop });
    expect(lint(document)).toEqual([]);
  });

  test('lets a branch and a Map read the variables around them', () => {
    const Each = {
      Type: 'Map',
      Items: '{% $list %}',
      ItemProcessor: branch({ Output: '{% $states.input + $count %}' }),
      Next: 'Work',
    };
    expect(lint(machine({ Begin: { Type: 'Pass', Assign: { count: 0, list: [1] }, Next: 'Each' }, Each }))).toEqual([]);
  });
});
