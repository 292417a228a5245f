import { spawnSync } from 'node:child_process';
import { shellCommand, shellQuote } from '../../../functions/shared/shell-quote';

/** What a real shell makes of a command: the words that the program gets. */
function wordsOf(command: string): readonly string[] {
  const { stdout, status } = spawnSync('sh', ['-c', `stub() { printf '%s\\0' "$@"; }; ${command}`], {
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout.split('\0').slice(0, -1);
}

const ODD = [
  "doesn't answer",
  '"x" $HOME \\ `id` $(id) ${x}',
  'two\nlines\tand a tab',
  '🔥 Ünïcode',
  '-rf',
  '--region',
  '',
  ' ',
  "'",
  "''",
  '!!',
  '*',
  '~',
  '#no comment',
  'a;b&c|d>e<f',
  '{"a":"b"}',
  'x=y',
];

test.each(ODD)('%j stays one word, and itself', (text) => {
  expect(wordsOf(`stub ${shellQuote(text)}`)).toEqual([text]);
});

test('a command keeps its words, however many are odd', () => {
  expect(wordsOf(shellCommand('stub', ...ODD))).toEqual(ODD);
});

test('quotes nothing that needs no quotes', () => {
  expect(
    shellCommand('aws', 'rds', '--region', 'us-west-2', 'arn:aws:rds:us-west-2:1:db:x', 's3://b/k.json', '-'),
  ).toBe('aws rds --region us-west-2 arn:aws:rds:us-west-2:1:db:x s3://b/k.json -');
});
