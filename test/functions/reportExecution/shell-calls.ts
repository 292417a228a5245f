import { spawnSync } from 'node:child_process';

export interface Called {
  readonly program: string;
  readonly words: readonly string[];
}

const COMMAND = /^(aws|curl|dig|npx) |^(Evidence: )(aws .*)$/;

/** The commands that a message asks a person to paste. */
export function commandsIn(message: string): readonly string[] {
  return message.split('\n').flatMap((line) => {
    const evidence = /^Evidence: (aws .*)$/.exec(line)?.[1];
    return COMMAND.test(line) ? [evidence ?? line] : [];
  });
}

/** Runs the commands in one real shell, with stubs that write down what they are called with; the calls of each. */
export function callsOf(commands: readonly string[]): readonly (readonly Called[])[] {
  const stubs = ['aws', 'curl', 'dig', 'npx', 'node'].map(
    (name) => `${name}() { printf '%s\\0' ${name} "$@"; printf '\\1'; }`,
  );
  // A quote that is left open swallows the line that closes the command: then there are too few.
  const script = [...stubs, ...commands.map((command) => `${command}\nprintf '\\2%s\\3' $?`)].join('\n');
  const { stdout, status, stderr } = spawnSync('sh', { input: script, encoding: 'utf8', maxBuffer: 2 ** 28 });
  expect([status, stderr]).toEqual([0, '']);
  const outcomes = stdout.split('\u0003').slice(0, -1);
  expect(outcomes).toHaveLength(commands.length);
  return outcomes.map((outcome) => {
    const [calls = '', code] = outcome.split('\u0002');
    expect(code).toBe('0');
    return calls
      .split('\u0001')
      .slice(0, -1)
      .map((text) => {
        const [program = '', ...words] = text.split('\0').slice(0, -1);
        return { program, words };
      });
  });
}

export function valueOf({ words }: Called, option: string): string | undefined {
  const index = words.indexOf(option);
  return index === -1 ? undefined : words[index + 1];
}
