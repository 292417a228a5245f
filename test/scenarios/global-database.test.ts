import { join } from 'node:path';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { FaultRule } from '../../simulator/kernel/faults';
import { expectRefusal } from './support/expect-refusal';
import { DRILL, FAILOVER, FailoverStage, type FailoverOptions } from './support/failover-stage';

const GLOBAL = { database: 'global' };
/** Brisk, and with a lag of half a minute, so that rows are on their way when the primary goes dark. */
const LAGGING = join(__dirname, 'support', 'lagging.json');

let stage: FailoverStage;

afterEach(() => stage.close());

function bringUp(options: FailoverOptions = {}): Promise<FailoverStage> {
  return FailoverStage.bringUp({ rows: 'postgres', config: GLOBAL, durations: LAGGING, ...options });
}

it('a failover promotes a headless replica with exactly the rows that had arrived, and leaves nothing behind', async () => {
  stage = await bringUp({ clientsEverySeconds: 60 });
  const { standby, estate } = stage;
  const darkAtMs = Date.parse('2026-01-05T01:20:00Z');

  const execution = await stage.start(FAILOVER);
  // Before a client of the standby can add a row.
  await stage.untilState(execution, 'SmokeTestStandby');
  const before = await rows(stage.primary, estate.ClusterIdentifier);
  const after = await rows(standby, 'pilot-light-replica');
  const ending = await stage.end(execution);

  expect(ending).toMatchObject({
    status: 'SUCCEEDED',
    evidence: { verdict: 'passed', traffic: 'standby', leftovers: [], failure: null },
  });
  const lost = before.filter(({ key }) => !after.some((row) => row.key === key));
  expect(lost.length).toBeGreaterThan(0);
  // Half a minute and the half second that the workload took to write the row.
  for (const { recordedAtMs } of lost) expect(darkAtMs - recordedAtMs).toBeLessThan(32_000);
  expect(after.length + lost.length).toBe(before.length);

  const record: unknown = JSON.parse(ending.evidenceText ?? '');
  expect(record).toMatchObject({
    recoveredBy: 'failing over the global database',
    replication: { measuredAt: '2026-01-05T01:19:00.000Z' },
    rpo: { met: true },
    rto: { met: true },
  });
  // Seconds and minutes, where a restore takes an hour of data and most of an hour.
  expect(ending.evidence?.rpo.achievedSeconds).toBeGreaterThanOrEqual(28);
  expect(ending.evidence?.rpo.achievedSeconds).toBeLessThanOrEqual(33);
  expect(ending.evidence?.rto.achievedSeconds).toBeLessThan(30 * 60);

  expect(stage.clusters).toEqual(['pilot-light-replica']);
  expect([...standby.rds.instances.all.keys()]).toEqual(['pilot-light-replica-writer']);
  expect(stage.orphans(ending)).toEqual([]);
  expect(stage.calls('RestoreDBClusterFromSnapshot')).toBe(0);
  expect(stage.calls('FailoverGlobalCluster')).toBe(1);
  const parameter = (name: string) => standby.ssm.find(`/pilot-light/workload/${name}`)?.value;
  expect(parameter('cluster-arn')).toBe('arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-replica');
  expect(parameter('secret-arn')).toMatch(
    /^arn:aws:secretsmanager:us-west-2:111111111111:secret:pilot-light\/application-/,
  );
  await stage.pass('3m');
  expect(stage.clients.servedBy(estate.standbyRegion, 0)).not.toHaveLength(0);
});

it('a replica that has an instance is promoted as it is', async () => {
  stage = await bringUp({ config: { ...GLOBAL, cluster: { replica: 'instance' } } });

  const ending = await stage.run();

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
  expect(stage.calls('CreateDBInstance')).toBe(0);
  expect(stage.orphans(ending)).toEqual([]);
});

it('a replica whose Data API is off gets it before the failover: the workload has no other way in', async () => {
  stage = await bringUp({
    prepare: ({ standby }) => {
      standby.rds.cluster('pilot-light-replica').httpEndpointEnabled = false;
    },
  });

  expect(await stage.run()).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
  expect(stage.calls('EnableHttpEndpoint', 'ok')).toBeGreaterThan(0);
  expect(stage.standby.rds.cluster('pilot-light-replica').httpEndpointEnabled).toBe(true);
});

it('a drill restores a backup beside the replica, which stays what it is', async () => {
  stage = await bringUp({ darkAt: null });

  const ending = await stage.run(DRILL);

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed', leftovers: [] } });
  expect(JSON.parse(ending.evidenceText ?? '')).toMatchObject({ recoveredBy: 'restoring a backup', replication: null });
  expect(stage.calls('FailoverGlobalCluster')).toBe(0);
  expect(stage.calls('RestoreDBClusterFromSnapshot')).toBe(1);
  // The primary still takes writes, and what it takes still arrives.
  expect(stage.clusters).toEqual(['pilot-light-replica']);
  expect(stage.standby.rds.cluster('pilot-light-replica').replication).toBeDefined();
  expect(stage.primary.rds.instances.writerOf(stage.primary.rds.cluster('pilot-light-primary'))).toBeDefined();
});

it('the same seed gives the same trace, byte for byte', async () => {
  const traces: string[] = [];
  for (let run = 0; run < 2; run += 1) {
    stage = await bringUp({ seed: 7 });
    const ending = await stage.run();
    traces.push(`${ending.evidenceText ?? ''}\n${stage.world.trace.toJsonLines()}`);
    if (run === 0) await stage.close();
  }
  expect(traces[0] === traces[1]).toBe(true);
});

describe('what can go wrong', () => {
  const always = (operation: string, service: string): FaultRule => ({
    at: 0,
    kind: 'error',
    region: 'us-west-2',
    service,
    operation,
    probability: 1,
  });

  it('nothing is promoted when nobody knows how much would be lost, and nobody answers', async () => {
    stage = await bringUp({ faults: [always('GetMetricData', 'monitoring')] });

    const ending = await stage.run({ ...FAILOVER, acceptRecoveryPointAgeMinutes: 240 });

    await expectRefusal(stage, ending, {
      step: 'AskForApproval',
      error: 'UnsafeToProceedError',
      cause: 'approval-timed-out: nobody answered within 60 minutes; the replication lag is not known',
    });
    expect(stage.calls('FailoverGlobalCluster')).toBe(0);
    expect([...stage.standby.rds.instances.all.keys()]).toEqual([]);
  });

  it('a failover that AWS refuses is asked for until it is not', async () => {
    stage = await bringUp({
      prepare: ({ standby }) => {
        for (let call = 0; call < 30; call += 1) {
          standby.rds.failNext({
            operation: 'FailoverGlobalCluster',
            kind: 'error',
            code: 'InvalidGlobalClusterStateFault',
            message: 'The global cluster is being upgraded.',
          });
        }
      },
    });

    const ending = await stage.run();

    expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
    expect(stage.calls('FailoverGlobalCluster', 'ok')).toBe(1);
  });

  it('an instance for which a zone has no capacity is made in the other', async () => {
    stage = await bringUp({
      prepare: ({ standby }) => standby.rds.capacity.withhold('us-west-2a', 'insufficient-capacity'),
    });

    const ending = await stage.run();

    expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { traffic: 'standby' } });
    expect(stage.standby.rds.instances.get('pilot-light-replica-writer').availabilityZone).toBe('us-west-2b');
    expect(stage.orphans(ending)).toEqual([]);
  });

  it('a replica that is not there any more is refused before anything is built', async () => {
    stage = await bringUp({
      prepare: ({ standby }) => {
        standby.rds.cluster('pilot-light-replica').status = 'inaccessible-encryption-credentials';
      },
    });

    const ending = await stage.run();

    await expectRefusal(stage, ending, {
      step: 'LookAtReplica',
      error: 'UnsafeToProceedError',
      cause: 'replica-unavailable: the cluster pilot-light-replica is inaccessible-encryption-credentials',
    });
    expect(stage.entered(ending.arn)).not.toContain('BringUpStandby');
  });

  it.each([
    ['while the replica is being promoted', 'PauseBeforeAurora'],
    ['when it has been', 'SmokeTestStandby'],
  ])('an execution that is stopped %s is continued, and promotes once', async (_, state) => {
    stage = await bringUp();
    const stopped = await stage.start(FAILOVER);
    await stage.untilState(stopped, state);
    while (stage.calls('FailoverGlobalCluster') === 0) await stage.pass('10s');
    await stage.operator.states(stage.estate.standbyRegion).send(new StopExecutionCommand({ executionArn: stopped }));
    await stage.pass('10s');

    const ending = await stage.run();

    expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { continued: true, traffic: 'standby' } });
    expect(stage.calls('FailoverGlobalCluster')).toBe(1);
    expect(stage.orphans(ending)).toEqual([]);
  });
});

async function rows(region: FailoverStage['standby'], cluster: string) {
  const sql = `select client_id || '/' || sequence as key, extract(epoch from recorded_at) * 1000 as at
    from heartbeats order by client_id, sequence`;
  const found = await stage.world.scheduler.runToEnd(
    region.rds.cluster(cluster).data?.query(sql) ?? Promise.resolve([]),
  );
  return found.map((row) => ({ key: String(row['key']), recordedAtMs: Number(row['at']) }));
}
