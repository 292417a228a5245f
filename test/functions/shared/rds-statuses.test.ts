import { clusterStanding, instanceStanding, isFailedCluster } from '../../../functions/shared/rds-statuses';
import { CLUSTER_STATUSES, INSTANCE_STATUSES } from '../restoreAurora/every-status';

test.each([...CLUSTER_STATUSES.failed, ...CLUSTER_STATUSES.misconfigured])(
  'a cluster that is %s has failed',
  (status) => {
    expect(isFailedCluster(status)).toBe(true);
  },
);

test.each([...CLUSTER_STATUSES.passing, 'stopping'])('a cluster that is %s is waited for', (status) => {
  expect(clusterStanding(status)).toBe('changing');
});

test.each(INSTANCE_STATUSES.failed)('an instance that is %s has failed', (status) => {
  expect(instanceStanding(status)).toBe('failed');
});

test.each(INSTANCE_STATUSES.passing)('an instance that is %s is waited for', (status) => {
  expect(instanceStanding(status)).toBe('changing');
});
