import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { deployActivation } from '../../assembly/deploy-activation';

const lambda = mockClient(LambdaClient);
const WAIT_FOR = { target: 'stack', stackName: 'Activation', since: '2026-11-22T03:00:00Z' };
const step = (phase: string, waitFor: object | null = null) => ({
  phase,
  stackName: 'Activation',
  detail: phase,
  waitFor,
  nextPollSeconds: phase === 'working' ? 5 : 0,
});
const poll = (state: string) => ({
  state,
  nextPollSeconds: 7,
  detail: 'Handler failed',
  waitedSeconds: 1,
  progress: null,
});

/** Each function answers with the next of its answers. */
function answers(script: Readonly<Record<string, readonly unknown[]>>) {
  const left = new Map(Object.entries(script).map(([name, list]) => [name, [...list]]));
  lambda.reset();
  lambda.on(InvokeCommand).callsFake(({ FunctionName }: InvokeCommandInput) => ({
    StatusCode: 200,
    Payload: Uint8ArrayBlobAdapter.fromString(JSON.stringify(left.get(FunctionName ?? '')?.shift())),
  }));
  const paused: number[] = [];
  const options = {
    lambda: new LambdaClient({}),
    deployFunction: 'deploy',
    waitFunction: 'wait',
    id: '20261122',
    pause: async (seconds: number) => {
      paused.push(seconds);
    },
  };
  return { options, paused };
}

test('asks step by step, and waits for what each step says', async () => {
  const { options, paused } = answers({
    deploy: [step('working'), step('working', WAIT_FOR), step('ready')],
    wait: [poll('waiting'), poll('ready')],
  });
  expect(await deployActivation(options)).toMatchObject({ detail: 'ready' });
  expect(paused).toEqual([5, 7]);
  const payloads = lambda.commandCalls(InvokeCommand).map((call) => JSON.parse(textOf(call.args[0].input.Payload)));
  expect(payloads[0]).toEqual({ action: 'warm', id: '20261122' });
  expect(payloads[2]).toEqual({ waitFor: WAIT_FOR, deadlineSeconds: 10_800 });
});

test('waits for a cache that comes by itself, and says what became of it', async () => {
  const cache = (state: string) => ({ ...step('ready'), cache: { state, detail: state, command: null } });
  const coming = answers({ deploy: [cache('creating'), cache('creating'), cache('ready')] });
  expect(await deployActivation(coming.options)).toMatchObject({ cache: { state: 'ready' } });
  expect(coming.paused).toEqual([30, 30]);
  const failed = answers({ deploy: [cache('failed')] });
  expect(await deployActivation(failed.options)).toMatchObject({ cache: { state: 'failed' } });
});

test('a stack that fails ends it, with the reason', async () => {
  const { options } = answers({ deploy: [step('working', WAIT_FOR)], wait: [poll('failed')] });
  await expect(deployActivation(options)).rejects.toThrow('The activation stack was not deployed: Handler failed');
});

test('a function that fails ends it, with what it said', async () => {
  const { options } = answers({});
  lambda.on(InvokeCommand).resolves({
    FunctionError: 'Unhandled',
    Payload: Uint8ArrayBlobAdapter.fromString('{"errorType":"UnsafeToProceedError"}'),
  });
  await expect(deployActivation(options)).rejects.toThrow(
    'deploy failed (Unhandled): {"errorType":"UnsafeToProceedError"}',
  );
});

test('what never ends is given up', async () => {
  const { options } = answers({ deploy: Array.from({ length: 200 }, () => step('working')) });
  await expect(deployActivation(options)).rejects.toThrow('not done after 100 steps');
});

function textOf(payload: unknown): string {
  if (typeof payload === 'string') return payload;
  if (payload instanceof Uint8Array) return Buffer.from(payload).toString('utf8');
  throw new Error('the function was invoked without an input');
}
