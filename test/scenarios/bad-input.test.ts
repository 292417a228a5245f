import { expectRefusal } from './support/expect-refusal';
import { FAILOVER, FailoverStage } from './support/failover-stage';

describe('a request that makes no sense', () => {
  let stage: FailoverStage;

  beforeAll(async () => {
    stage = await FailoverStage.bringUp();
  });

  afterAll(() => stage.close());

  it.each<[string, unknown, string]>([
    ['an unknown mode', { ...FAILOVER, mode: 'failback' }, "mode: write 'failover' or 'drill'"],
    ['no reason', { mode: 'failover', requestedBy: 'ops' }, 'reason: write why, in one sentence'],
    ['a reason of spaces', { ...FAILOVER, reason: '  ' }, 'reason: write why, in one sentence'],
    ['nobody who asks', { mode: 'drill', reason: 'monthly' }, 'requestedBy: write who requests it'],
    ['a field that does not exist', { ...FAILOVER, force: true }, 'force: there is no such field; leave it out'],
    ['a time without its offset', { ...FAILOVER, notAfter: '2026-01-05T01:00:00' }, 'notAfter: write an ISO 8601 time'],
    [
      'an age in words',
      { ...FAILOVER, acceptRecoveryPointAgeMinutes: 'any' },
      'acceptRecoveryPointAgeMinutes: write how',
    ],
    ['an approval in words', { ...FAILOVER, requireApproval: 'yes' }, 'requireApproval: write'],
    ['a number for an ARN', { ...FAILOVER, recoveryPointArn: 7 }, 'recoveryPointArn: write the ARN'],
    ['a list', [FAILOVER], 'mode: write'],
    ['a text', 'failover', 'mode: write'],
  ])('with %s is refused with the field and what to write', async (_, input, cause) => {
    const ending = await stage.run(input);

    await expectRefusal(stage, ending, { step: 'CheckTheInput', error: 'InvalidRequestError', cause });
    expect(stage.entered(ending.arn)).not.toContain('ReadLock');
    expect(stage.clusters).toEqual([]);
  });

  it('is heard of although the answer to its start was lost, and it has ended when it is asked for again', async () => {
    const { faults, scheduler } = stage.world;
    const call = { region: 'us-west-2', service: 'states', operation: 'StartExecution' };
    faults.add({ at: scheduler.now() - scheduler.startMs, for: 3000, kind: 'drop', probability: 1, ...call });

    expect(await stage.run({ ...FAILOVER, mode: 'failback' })).toMatchObject({ status: 'FAILED' });
    expect(stage.calls('StartExecution', 'ExecutionAlreadyExists')).toBe(1);
  });

  it('with several mistakes names every one of them', async () => {
    const ending = await stage.run({ mode: 'test', notAfter: 'today' });

    expect(ending.cause).toMatch(/mode: .*; reason: .*; requestedBy: .*; notAfter: /);
  });
});
