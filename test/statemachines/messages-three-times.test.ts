import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../statemachines');

interface State {
  readonly Resource?: string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number }[];
  readonly Branches?: readonly { readonly States: Readonly<Record<string, State>> }[];
}

/** Every task of a shipped machine that sends a message, in branches, too. */
const senders = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.asl.json'))
  .flatMap((file) => {
    const { States } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as {
      States: Readonly<Record<string, State>>;
    };
    return statesIn(States).map(([name, state]) => [file, name, state] as const);
  })
  .filter(([, , { Resource }]) => Resource?.endsWith(':sns:publish'));

test('the machines send messages', () => expect(senders.length).toBeGreaterThan(5));

test.each(senders)('%s: %s sends a message whose answer is lost three times at most', (_, __, { Retry = [] }) => {
  for (const lost of ['SNS.SdkClientException', 'States.Timeout']) {
    const first = Retry.find(({ ErrorEquals }) =>
      ErrorEquals.some(
        (name) => [lost, 'States.ALL'].includes(name) || (name === 'States.TaskFailed' && lost !== 'States.Timeout'),
      ),
    );
    expect(1 + (first?.MaxAttempts ?? 0)).toBeLessThanOrEqual(3);
  }
});

function statesIn(states: Readonly<Record<string, State>>): readonly (readonly [string, State])[] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as const,
    ...(state.Branches ?? []).flatMap((branch) => statesIn(branch.States)),
  ]);
}
