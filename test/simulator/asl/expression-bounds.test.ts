import { evaluate } from '../../../simulator/asl/jsonata/expression';
import { functionNamed } from '../../../simulator/asl/jsonata/functions';
import { Random } from '../../../simulator/kernel/random';

const sources = { nowMs: 0, random: new Random(1) };
const run = (body: string) => evaluate(body, (name) => functionNamed(name, sources));

const times = (count: number, text: string, between = '') => Array.from({ length: count }, () => text).join(between);
const terms = (count: number) => times(count, '1', ' + ');
const nested = (open: string, close: string, count: number) => `${times(count, open)}1${times(count, close)}`;
const stages = (count: number) => `1${times(count, ' ~> $string()')}`;
const calls = (count: number) => `($f := function($n){ $n = 0 ? 0 : 1 + $f($n - 1) }; $f(${count}))`;
const doubled = (count: number) =>
  `($p := function($s, $n){ $n = 0 ? $s : $p($s & $s, $n - 1) }; $exists($p("x", ${count})))`;

const TOO_DEEP =
  'threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.';
const TOO_LARGE =
  'threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage';
const TOO_LONG = 'threw an error during evaluation: Expression evaluation timeout: Check for infinite loop';

describe('an expression is bounded where AWS bounds it', () => {
  test.each([
    ['a sum of 100 terms', terms(100)],
    ['99 pairs of parentheses', nested('(', ')', 99)],
    ['99 pairs of brackets', nested('[', ']', 99)],
    ['99 stages', stages(99)],
    ['31 calls within each other', calls(31)],
    ['873,782 numbers', '$count([1..873782])'],
    ['a text of 2^22 characters', doubled(22)],
    ['360,145 numbers of $range', '$count($range(1, 360145, 1))'],
    ['an array of 300 arrays, which is wide and not deep', `[${times(300, '[1, [2]]', ', ')}]`],
    ['300 objects of two arrays', '[1..300].{"a": [$, 1], "b": [$, {"c": [1, 2]}]}'],
    ['a function over 300 items', '$map([1..300], function($x){ {"a": [$x, 1], "b": [$x, 2]} })'],
    ['a group', '[{"k": "a", "v": 1}, {"k": "b", "v": 2}, {"k": "a", "v": 3}]{k: [v, 1]}'],
    ['5,000 calls in the tail', '($l := function($n){ $n > 5000 ? $n : $l($n + 1) }; $l(0))'],
  ])('accepts %s', async (_name, body) => {
    expect(await run(body)).toHaveProperty('value');
  });

  test.each([
    ['a sum of 101 terms', terms(101), TOO_DEEP],
    ['200 terms', times(200, '2', ' + '), TOO_DEEP],
    ['100 pairs of parentheses', nested('(', ')', 100), TOO_DEEP],
    ['100 pairs of brackets', nested('[', ']', 100), TOO_DEEP],
    ['100 stages', stages(100), TOO_DEEP],
    ['32 calls within each other', calls(32), TOO_DEEP],
    ['endless calls in arrays', '($f := function($n){ [$f($n), $f($n)] }; $f(1))', TOO_DEEP],
    ['873,783 numbers', '$count([1..873783])', TOO_LARGE],
    ['a text of 2^23 characters', doubled(23), TOO_LARGE],
    ['360,146 numbers of $range', '$count($range(1, 360146, 1))', TOO_LARGE],
    ['endless calls in the tail', '($count := function($n){ $count($n + 1) }; $count(0))', TOO_LONG],
  ])('stops %s', async (_name, body, problem) => {
    expect(await run(body)).toEqual({ problem });
  });

  test('evaluations of the same text at the same time are counted apart', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => run(calls(31))));
    expect(results).toEqual(results.map(() => ({ value: 31 })));
  });
});
