import { recovery } from './failover-functions';
import { called, FAILOVER, ME, run } from './failover-run';

describe('old data', () => {
  const functions = { FindLatestRecoveryPointArn: () => recovery(5400) };

  test('is restored when the input accepts its age', async () => {
    const outcome = await run({
      input: { ...FAILOVER, acceptRecoveryPointAgeMinutes: 90 },
      functions: { FindLatestRecoveryPointArn: () => recovery(5400, null) },
    });
    expect(outcome.payloads['FindLatestRecoveryPointArn']?.[0]).toMatchObject({ acceptRecoveryPointAgeMinutes: 90 });
    expect(outcome.evidence).toMatchObject({ verdict: 'passed', acceptance: 'accepted by ops: up to 90 minutes' });
    expect(outcome.notifications[0]?.Message).toContain(
      'Data lost: the last 90 minutes before the start (accepted by ops: up to 90 minutes); the objective is 60 minutes. It was missed.',
    );
  });

  test('is asked about when the input accepts less; silence means no', async () => {
    const outcome = await run({ input: { ...FAILOVER, acceptRecoveryPointAgeMinutes: 89 }, functions });
    expect(outcome.result).toMatchObject({
      error: 'UnsafeToProceedError',
      cause: expect.stringContaining('approval-timed-out'),
    });
    expect(outcome.seconds).toBe(3600);
    expect(called(outcome, 'RestoreAuroraArn')).toBe(0);
    expect(outcome.evidence).toMatchObject({ traffic: 'primary', failure: { step: 'AskForApproval' } });
    expect(outcome.evidence.nextActions[0]).toContain('"acceptRecoveryPointAgeMinutes":210');
  });

  test('is asked about with the two commands at hand', async () => {
    const { notifications } = await run({ input: FAILOVER, functions });
    expect(notifications[0]?.Subject).toBe('pilot-light: approve the failover to us-west-2?');
    const command = (approved: boolean) =>
      `{"action":"answer","executionArn":"${ME}","approved":${approved},"by":"YOUR NAME"}`;
    expect(notifications[0]?.Message).toContain(command(true));
    expect(notifications[0]?.Message).toContain(command(false));
  });

  test('is restored once approved', async () => {
    const outcome = await run({ input: FAILOVER, functions, approve: { approved: true, by: 'Ada' } });
    expect(outcome.evidence).toMatchObject({ verdict: 'passed', acceptance: 'approved by Ada' });
  });

  test('is not restored once rejected', async () => {
    const outcome = await run({ input: FAILOVER, functions, approve: { approved: false, by: 'Ada' } });
    expect(outcome.result).toMatchObject({
      error: 'UnsafeToProceedError',
      cause: expect.stringContaining('approval-rejected: rejected by Ada'),
    });
    expect(called(outcome, 'RestoreAuroraArn')).toBe(0);
  });

  test('an approval can be asked for with fresh data, too', async () => {
    const outcome = await run({ input: { ...FAILOVER, requireApproval: true }, approve: { approved: true } });
    expect(outcome.evidence).toMatchObject({ verdict: 'passed', acceptance: 'approved by somebody who gave no name' });
  });
});
