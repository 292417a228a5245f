import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { Operator } from '../stage/operator';
import { retryOutage } from '../stage/retry-outage';

const MOST_CALLS = 50;

/** Runs the command that takes a repair back, as a person does: again until it says that it is done. */
export async function runUndo(world: World, estate: Estate, command: string): Promise<boolean> {
  const [, name] = /--function-name (\S+)/.exec(command) ?? [];
  const [, format = ''] = /--cli-binary-format (\S+)/.exec(command) ?? [];
  const [, quoted, plain] = /--payload (?:'([^']*)'|(\S+))/.exec(command) ?? [];
  const text = quoted ?? plain ?? '';
  const payload = format === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text;
  let input: Record<string, unknown> = JSON.parse(payload);
  for (let call = 0; call < MOST_CALLS; call += 1) {
    const request = { FunctionName: name, Payload: Buffer.from(JSON.stringify(input)) };
    const { FunctionError, Payload } = await retryOutage(world, () =>
      new Operator(world).lambda(estate.standbyRegion).send(new InvokeCommand(request)),
    );
    if (FunctionError !== undefined) return false;
    const answer = JSON.parse(Payload?.transformToString() ?? '{}') as { phase?: string; progress?: unknown };
    if (answer.phase === 'done') return true;
    input = { ...input, progress: answer.progress };
  }
  return false;
}
