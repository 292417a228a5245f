import type { Cluster, Instance } from '../../../simulator/services/rds/model';
import { closeWorld } from '../../simulator/support/aurora-world';
import { FAILOVER_ID } from '../rds-facts';
import { CLUSTER_STATUSES, INSTANCE_STATUSES } from './every-status';
import { MOST_INVOCATIONS, type Outcome, restore } from './run-functions';
import { REGION, SimulatedRds } from './simulated-rds';

const FAILOVER = { mode: 'failover', failoverId: FAILOVER_ID } as const;
const HOUR_SECONDS = 3600;
/** When a status passes that does. */
const PASSES_SECONDS = 900;

let simulated: SimulatedRds;
let cluster: Cluster;
let writer: Instance;

beforeEach(async () => {
  simulated = await SimulatedRds.open();
  ({ cluster, writer } = await simulated.restored(FAILOVER_ID));
});

afterEach(() => closeWorld(simulated.world));

const failOver = () => restore(simulated, FAILOVER);
const after = (seconds: number, run: () => void) => simulated.world.scheduler.after(seconds * 1000, run);
const called = (operation: string) => simulated.calls.get(operation) ?? 0;

function expectReady(ended: Outcome): void {
  expect(ended).toMatchObject({ kind: 'ready' });
  expect(ended.seconds).toBeLessThan(2 * HOUR_SECONDS);
  const [restored, ...others] = simulated.clusters;
  expect(others).toEqual([]);
  expect(restored).toMatchObject({ status: 'available', httpEndpointEnabled: true, deletionProtection: true });
  expect(simulated.instances).toMatchObject([{ status: 'available', isWriter: true }]);
  expect(simulated.parameters.get('/cluster-arn')).toBe(restored?.arn);
}

function expectRefused(ended: Outcome, message: RegExp): void {
  expect(ended).toMatchObject({ kind: 'refused', error: 'UnsafeToProceedError' });
  expect(ended.kind === 'refused' && ended.message).toMatch(message);
}

describe('a cluster of this failover that is', () => {
  test.each(CLUSTER_STATUSES.passing)('%s is waited for, and used', async (status) => {
    cluster.status = status;
    after(PASSES_SECONDS, () => {
      cluster.status = 'available';
    });
    expectReady(await failOver());
    expect(called('RestoreDBClusterFromSnapshot')).toBe(0);
  });

  test('stopped is started, and used', async () => {
    cluster.status = 'stopped';
    writer.status = 'stopped';
    expectReady(await failOver());
    expect(called('StartDBCluster')).toBe(1);
  });

  test('stopping is started when it has stopped', async () => {
    cluster.status = 'stopping';
    after(PASSES_SECONDS, () => {
      cluster.status = 'stopped';
    });
    expectReady(await failOver());
    expect(called('StartDBCluster')).toBe(1);
  });

  test('inaccessible-encryption-credentials-recoverable is started when its key can be used', async () => {
    cluster.status = 'inaccessible-encryption-credentials-recoverable';
    simulated.world.region(REGION).kms.setEnabled(simulated.keyArn, false);
    after(300, () => simulated.world.region(REGION).kms.setEnabled(simulated.keyArn, true));
    expectReady(await failOver());
  });

  test('inaccessible-encryption-credentials-recoverable ends it by name when its key stays away', async () => {
    cluster.status = 'inaccessible-encryption-credentials-recoverable';
    simulated.world.region(REGION).kms.setEnabled(simulated.keyArn, false);
    const ended = await failOver();
    expectRefused(ended, /^key-not-accessible: .*KMSKeyNotAccessibleFault/);
    expect(ended.seconds).toBeLessThan(HOUR_SECONDS);
  });

  test('deleting is restored again when it is gone', async () => {
    simulated.rds.instances.delete(writer);
    simulated.rds.clusters.delete(cluster);
    expectReady(await failOver());
    expect(called('RestoreDBClusterFromSnapshot')).toBe(1);
  });

  test.each(CLUSTER_STATUSES.failed)('%s gives way to another recovery point', async (status) => {
    cluster.status = status;
    expectRefused(await failOver(), new RegExp(`^no-restorable-recovery-point: .*${cluster.identifier}.*${status}`));
    await simulated.backUp();
    expect(await failOver()).toMatchObject({ kind: 'ready' });
  });

  test.each(CLUSTER_STATUSES.misconfigured)('%s ends it by name: no other recovery point would fit', async (status) => {
    cluster.status = status;
    expectRefused(await failOver(), new RegExp(`^restored-cluster-failed: .*${cluster.identifier}.*${status}`));
  });

  test('never anything but maintenance is waited for until the deadline, with its status in the detail', async () => {
    cluster.status = 'maintenance';
    const ended = await failOver();
    expect(ended).toMatchObject({ kind: 'deadline', detail: expect.stringContaining('maintenance') });
    expect(ended.invocations).toBeLessThan(MOST_INVOCATIONS);
  });
});

describe('a writer of this failover that is', () => {
  test.each(INSTANCE_STATUSES.passing)('%s is waited for, and used', async (status) => {
    writer.status = status;
    after(PASSES_SECONDS, () => {
      writer.status = 'available';
    });
    expectReady(await failOver());
    expect(called('DeleteDBInstance')).toBe(0);
  });

  test('deleting is made again when it is gone', async () => {
    simulated.rds.instances.delete(writer);
    expectReady(await failOver());
    expect(called('CreateDBInstance')).toBe(1);
  });

  test('delete-precheck is made again when it is gone, or used when it stays', async () => {
    writer.status = 'delete-precheck';
    after(PASSES_SECONDS, () => {
      writer.status = 'available';
    });
    expectReady(await failOver());
    expect(called('CreateDBInstance')).toBe(0);
  });

  test.each(INSTANCE_STATUSES.failed)('%s is deleted, and made again in the other zone', async (status) => {
    writer.status = status;
    expectReady(await failOver());
    expect(called('DeleteDBInstance')).toBe(1);
    expect(simulated.instances).toMatchObject([{ availabilityZone: `${REGION}b` }]);
  });

  test('gone, with the cluster there, is made again', async () => {
    simulated.rds.instances.all.delete(writer.identifier);
    expectReady(await failOver());
    expect(called('CreateDBInstance')).toBe(1);
  });

  test('failed and not ours ends it by name, and is left alone', async () => {
    writer.status = 'failed';
    writer.tags = {};
    expectRefused(await failOver(), /^not-ours: .*-writer has the status failed/);
    expect(called('DeleteDBInstance')).toBe(0);
  });

  test('never anything but upgrading is waited for until the deadline', async () => {
    writer.status = 'upgrading';
    const ended = await failOver();
    expect(ended).toMatchObject({ kind: 'deadline', detail: expect.stringContaining('upgrading') });
    expect(ended.invocations).toBeLessThan(MOST_INVOCATIONS);
  });
});

describe('without capacity for a writer', () => {
  beforeEach(() => {
    simulated.rds.instances.all.delete(writer.identifier);
  });

  test.each(['InsufficientDBInstanceCapacity', 'insufficient-capacity'] as const)(
    'in one zone (%s) it is made in the other',
    async (shortage) => {
      simulated.rds.capacity.withhold(`${REGION}a`, shortage);
      expectReady(await failOver());
      expect(simulated.instances).toMatchObject([{ availabilityZone: `${REGION}b` }]);
    },
  );

  test.each(['InsufficientDBInstanceCapacity', 'insufficient-capacity'] as const)(
    'in any zone (%s) for five hours it goes on, and is ready soon after',
    async (shortage) => {
      for (const zone of ['a', 'b']) simulated.rds.capacity.withhold(`${REGION}${zone}`, shortage);
      after(5 * HOUR_SECONDS, () => simulated.rds.capacity.giveBack(`${REGION}b`));
      const ended = await failOver();
      expect(ended).toMatchObject({ kind: 'ready' });
      expect(ended.seconds).toBeLessThan(6 * HOUR_SECONDS);
      expect(ended.invocations).toBeLessThan(MOST_INVOCATIONS);
    },
  );
});
