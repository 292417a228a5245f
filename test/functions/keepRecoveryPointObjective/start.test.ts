import type { Keeper } from '../../../functions/keepRecoveryPointObjective/aws';
import type { Environment } from '../../../functions/keepRecoveryPointObjective/contract';
import { start } from '../../../functions/keepRecoveryPointObjective/start';
import { awsError, NOW } from '../lambda-context';
import { arnOf } from './facts';

const environment = { WORKLOAD_NAME: 'pilot-light', INTERVAL_MINUTES: 5 } as Environment;
const both = {
  copy: { recoveryPointArn: arnOf('c'), createdAtMs: NOW, failures: 0 },
  startBackup: true,
};

const keeperWith = (jobs: Partial<Keeper>): Keeper => ({
  standby: () => Promise.reject(new Error('not asked here')),
  whySuspended: () => Promise.resolve(undefined),
  primary: () => Promise.reject(new Error('not asked here')),
  lastClaim: () => Promise.reject(new Error('not asked here')),
  claim: () => Promise.reject(new Error('not asked here')),
  settle: () => Promise.reject(new Error('not asked here')),
  publish: () => Promise.reject(new Error('not asked here')),
  startBackup: () => Promise.resolve('backup-1'),
  startCopy: () => Promise.resolve('copy-1'),
  ...jobs,
});

test('a quota is told of as one, and is neither silence nor a slower pace', async () => {
  const refusing = keeperWith({
    startBackup: () => Promise.reject(awsError('LimitExceededException', 'too many jobs')),
  });
  expect(await start(refusing, both, NOW, environment)).toEqual({
    copyJobId: 'copy-1',
    backupJobId: null,
    refused: 'the backup was refused: LimitExceededException: too many jobs',
  });
});

test('a recovery point that has expired meanwhile holds no backup up', async () => {
  const expired = keeperWith({
    startCopy: () => Promise.reject(awsError('ResourceNotFoundException', 'no such point')),
  });
  expect(await start(expired, both, NOW, environment)).toEqual({
    copyJobId: null,
    backupJobId: 'backup-1',
    refused: 'the copy was refused: ResourceNotFoundException: no such point',
  });
});

test.each([awsError('AccessDeniedException'), awsError('TimeoutError', 'none', 0), awsError('ThrottlingException')])(
  '%s is no answer to go on with',
  async (error) => {
    const failing = keeperWith({ startCopy: () => Promise.reject(error) });
    await expect(start(failing, both, NOW, environment)).rejects.toBe(error);
  },
);
