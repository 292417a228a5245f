import { database, recovery } from './failover-functions';
import { validate } from './validation-run';

const POINT = recovery(1800).chosen.recoveryPointArn;

describe('an older backup in place of the newest', () => {
  const [newest, older] = [recovery(1800).chosen, { ...recovery(2400).chosen, recoveryPointArn: 'arn:older' }];
  const rejected = [{ recoveryPointArn: newest.recoveryPointArn, reason: 'the snapshot is failed' }];
  const RestoreAuroraArn = () =>
    database('ready', {
      recoveryPointArn: older.recoveryPointArn,
      recoveryPointCreatedAt: older.createdAt,
      progress: { rejected, refusedSince: null },
    });
  const FindLatestRecoveryPointArn = () => ({ ...recovery(1800), newest, runnersUp: [older] });

  test('is a failed validation, however well within the objective it is, with the command that tests the newest', async () => {
    const { result, evidence, notifications, metrics } = await validate({
      functions: { RestoreAuroraArn, FindLatestRecoveryPointArn },
    });
    expect(result).toMatchObject({ status: 'FAILED', error: 'ValidationFailed' });
    expect(evidence.findings).toEqual([
      {
        step: 'RestoreAurora',
        error: 'ValidationFailed',
        cause: `not-the-newest: arn:older of 02:20 UTC was restored in place of ${POINT} of 02:30 UTC, which is 10 minutes newer, and could not be restored: the snapshot is failed`,
      },
    ]);
    expect(evidence.age).toMatchObject({ achievedSeconds: 2400, met: true });
    expect(metrics).toMatchObject({ ValidationPassed: 0, ValidationChecksFailed: 0 });
    expect(notifications[0]?.Message).toContain(`"recoveryPointArn":"${POINT}"`);
  });

  test('fails just so where the choice itself passed the newest over', async () => {
    const { evidence } = await validate({
      functions: {
        RestoreAuroraArn,
        FindLatestRecoveryPointArn: () => ({ ...recovery(2400), chosen: older, newest, runnersUp: [] }),
      },
    });
    expect(evidence.findings).toMatchObject([{ cause: expect.stringContaining('not-the-newest: arn:older') }]);
  });

  test('passes where that one was asked for, and says that the newest was not tested', async () => {
    const { evidence, notifications, payloads } = await validate({
      input: { requestedBy: 'ops', recoveryPointArn: older.recoveryPointArn },
      functions: {
        RestoreAuroraArn,
        FindLatestRecoveryPointArn: () => ({
          ...recovery(2400),
          chosen: older,
          chosenBecause: 'requested',
          newest,
          runnersUp: [],
        }),
      },
    });
    expect(evidence).toMatchObject({ verdict: 'PASSED', recoveryPoint: { newest: { recoveryPointArn: POINT } } });
    expect(notifications[0]?.Message).toContain('It is not the newest: a newer one, of 02:30 UTC, is in the vault');
    expect(payloads['FindLatestRecoveryPointArn']).toEqual([
      expect.objectContaining({ recoveryPointArn: 'arn:older', compareWithNewest: true }),
    ]);
  });

  test('stands in for nothing that was asked for either', async () => {
    const { evidence } = await validate({
      input: { requestedBy: 'ops', notAfter: '2026-11-22T02:45:00Z' },
      functions: { RestoreAuroraArn, FindLatestRecoveryPointArn },
    });
    expect(evidence.findings).toMatchObject([{ cause: expect.stringContaining('not-the-newest: ') }]);
  });
});
