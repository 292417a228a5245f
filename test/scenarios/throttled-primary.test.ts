import { InvokeCommand } from '@aws-sdk/client-lambda';
import { FailoverStage, milliseconds } from './support/failover-stage';

const AT = milliseconds('1h');

let stage: FailoverStage;

afterEach(() => stage.close());

it('of a primary that throttles every third call no tick is left out', async () => {
  stage = await FailoverStage.bringUp({
    sdk: 'bundled',
    darkAt: null,
    at: '1h30s',
    faults: [{ at: AT, kind: 'throttle', region: 'us-east-1', service: 'backup', probability: 0.33 }],
  });

  for (let tick = 0; tick < 6; tick += 1) {
    expect(await invoke('measureRecoveryPoints')).toMatchObject({ primary: { isReadable: true } });
    expect(await invoke('keepRecoveryPointObjective', { dryRun: true })).toMatchObject({ refused: null });
    await stage.pass('1m');
  }

  const throttled = stage.world.trace.entries.filter(
    (entry) => entry.kind === 'call' && entry.region === 'us-east-1' && entry.outcome === 'ThrottlingException',
  );
  expect(throttled.length).toBeGreaterThan(6);
});

async function invoke(folder: string, input: object = {}): Promise<unknown> {
  const answer = await stage.operator
    .lambda(stage.estate.standbyRegion)
    .send(new InvokeCommand({ FunctionName: `pilot-light-${folder}`, Payload: JSON.stringify(input) }));
  const text = answer.Payload?.transformToString() ?? '';
  if (answer.FunctionError !== undefined) throw new Error(`${folder}: ${text}`);
  return JSON.parse(text);
}
