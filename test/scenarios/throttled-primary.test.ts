import { FailoverStage, milliseconds } from './support/failover-stage';
import { invoke } from './support/traffic';

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
    expect(await invoke(stage, 'measureRecoveryPoints')).toMatchObject({ primary: { isReadable: true } });
    expect(await invoke(stage, 'keepRecoveryPointObjective', { dryRun: true })).toMatchObject({ refused: null });
    await stage.pass('1m');
  }

  const throttled = stage.world.trace.entries.filter(
    (entry) => entry.kind === 'call' && entry.region === 'us-east-1' && entry.outcome === 'ThrottlingException',
  );
  expect(throttled.length).toBeGreaterThan(6);

  // Nor is it of the standby where nobody can say whether a failover is under way: then the primary is left alone.
  const { scheduler, faults } = stage.world;
  const rule = { kind: 'partition', region: 'us-west-2', service: 'dynamodb', probability: 1 } as const;
  faults.add({ ...rule, at: scheduler.now() - scheduler.startMs });
  expect(await invoke(stage, 'measureRecoveryPoints')).toMatchObject({
    standby: { isReadable: true, ageMinutes: expect.any(Number) },
    primary: { isReadable: false },
  });
});
