import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { readAssembly } from '../../assembly/read-assembly';
import { approveWhenAsked } from '../../rehearsal/corruption/approve';
import { CorruptionEvidence } from '../../rehearsal/corruption/evidence';
import { sqlRunner } from '../../rehearsal/corruption/sql-runner';
import { DAMAGE, fillStatements, missingOrOther, readDigests, SCHEMA } from '../../rehearsal/corruption/tables';
import { type FinishedExecution, runToEnd } from '../../rehearsal/stage/execution';
import { VIRTUAL_START_MS } from '../../rehearsal/stage/options';
import { readRecord } from '../../rehearsal/stage/record';
import { Stage } from '../../rehearsal/stage/stage';
import { REFERENCE_WORKLOAD } from '../../rehearsal/workload/reference';
import { evaluate } from '../../simulator/iam/evaluate';
import { assemblyDirectory } from './support/assembly';

jest.setTimeout(240_000);

const MINUTE_MS = 60_000;
let stage: Stage;

beforeAll(async () => {
  const assembly = readAssembly(await assemblyDirectory({}, 'runtime'));
  stage = new Stage({ assembly, seed: 1, durations: 'fast', runtimeSdk: true });
  await stage.deploy(REFERENCE_WORKLOAD);
  const run = runner();
  for (const sql of [...SCHEMA, ...fillStatements(200)]) await run(sql);
  // A backup of the primary vault is complete by then.
  await stage.world.scheduler.runUntil(VIRTUAL_START_MS + 80 * MINUTE_MS);
});

afterAll(() => stage.close());

function runner() {
  const { estate, primary, operator } = stage;
  const { arn, databaseName } = primary.rds.cluster(estate.ClusterIdentifier);
  const secretArn = primary.secretsManager.get(estate.MasterSecretName).arn;
  return sqlRunner(operator.rdsData(estate.primaryRegion), { resourceArn: arn, secretArn, database: databaseName });
}

function live() {
  const { data } = stage.primary.rds.cluster(stage.estate.ClusterIdentifier);
  if (data === undefined) throw new Error('the live cluster has no data');
  return data;
}

const digests = () => stage.world.scheduler.runToEnd(readDigests(live()));

function start(machineArn: string, name: string, input: object): string {
  const { states } = stage.standby;
  return states.start(states.stateMachine(machineArn), name, JSON.stringify(input)).identity.executionArn;
}

async function recover(
  name: string,
  input: object,
): Promise<{ readonly execution: FinishedExecution; readonly evidence: CorruptionEvidence }> {
  const { world, estate } = stage;
  const words = { reason: name, requestedBy: 'ops', ...input };
  const execution = await runToEnd(world, estate, start(estate.CorruptionRecoveryArn, name, words));
  const key = `corruption/${execution.name}.json`;
  const recorded = await readRecord(world, estate, { executionArn: execution.arn, key }, CorruptionEvidence);
  if (recorded.from !== 'bucket') throw new Error(`${name} left no evidence`);
  return { execution, evidence: recorded.evidence };
}

const repaired = () => [...stage.primary.rds.clusters.all.keys()].filter((name) => name.startsWith('repair-'));
const ago = (minutes: number) => new Date(stage.world.scheduler.now() - minutes * MINUTE_MS).toISOString();

test('none of its roles may delete, stop or change the live cluster, whatever tags that carries', () => {
  const { iam } = stage.world;
  const roles = iam.roles.all.filter(({ roleName }) =>
    /-(RestoreToPointInTime|FindMoment|CompareData|ApplyRows|CorruptionRecovery)/.test(roleName),
  );
  expect(roles).toHaveLength(5);
  const context = new Map([['aws:resourcetag/pilot-light:created-by', ['restoreToPointInTime']]]);
  const decide = (action: string, resource: string) =>
    roles.map((role) => evaluate(iam.roles.policiesOf(role), { action, resource, context }));
  const cluster = (name: string) => `arn:aws:rds:us-east-1:${stage.world.accountId}:cluster:${name}`;
  for (const action of ['rds:DeleteDBCluster', 'rds:ModifyDBCluster', 'rds:StopDBCluster', 'rds:RebootDBCluster'])
    expect(decide(action, cluster('pilot-light-primary'))).not.toContain('allowed');
  expect(decide('rds:DeleteDBCluster', cluster('repair-pilot-light-20260105-012500-abcdef'))).toContain('allowed');
});

/** The stories follow each other in one world. */
describe('damaged data', () => {
  test('a recovery point that is not in the vault is refused, and a moment before everything says what the earliest is', async () => {
    const recoveryPointArn = 'arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:job-nowhere';
    const unknown = await recover('unknown-point', { recoveryPointArn });
    expect(unknown.execution).toMatchObject({ error: 'InvalidRequestError' });
    expect(unknown.execution.cause).toContain('is not in the vault pilot-light-primary');
    const tooEarly = await recover('before-everything', { at: '2025-01-01T00:00:00Z' });
    expect(tooEarly.execution.cause).toMatch(/before everything that can be restored\. Write 2026-01-05T00:\d\d/);
    expect(repaired()).toEqual([]);
  });

  test('while a failover waits for its approval, a recovery stands down', async () => {
    const { estate, operator, world } = stage;
    const input = { mode: 'failover', reason: 'x', requestedBy: 'ops', requireApproval: true };
    const failover = start(estate.RegionalFailoverArn, 'waiting', { ...input, acceptRecoveryPointAgeMinutes: 600 });
    await world.scheduler.runUntil(world.scheduler.now() + 2 * MINUTE_MS);
    const { execution, evidence } = await recover('beside-a-failover', { at: ago(10) });
    expect(execution).toMatchObject({ error: 'FencedOutError' });
    expect(evidence).toMatchObject({ verdict: 'REFUSED', restored: null });
    await operator.states(estate.standbyRegion).send(new StopExecutionCommand({ executionArn: failover }));
    await world.scheduler.runUntil(world.scheduler.now() + 2 * MINUTE_MS);
  });

  test('rows that were deleted come back exactly, with their children, after an approval', async () => {
    const before = await digests();
    const at = new Date(stage.world.scheduler.now() - 1).toISOString();
    const run = runner();
    for (const sql of DAMAGE.delete) await run(sql);
    const bad = missingOrOther(before, await digests());
    expect(bad.size).toBeGreaterThan(100);
    await stage.world.scheduler.runUntil(stage.world.scheduler.now() + 12 * MINUTE_MS);
    approveWhenAsked(stage.world, stage.estate);
    const { execution, evidence } = await recover('rows', { mode: 'rows', at });
    expect([execution.error, evidence.findings]).toEqual([null, []]);
    expect(missingOrOther(before, await digests()).size).toBe(0);
    expect(evidence.restored).toMatchObject({ restoredTo: at, isIsolated: true });
    expect(repaired()).toEqual([]);
  });

  test('a moment that nobody knows is found by four restores side by side, within two minutes, and none is left', async () => {
    const { world, estate } = stage;
    await world.scheduler.runUntil(world.scheduler.now() + 6 * MINUTE_MS);
    const before = await digests();
    const damagedAtMs = world.scheduler.now();
    const run = runner();
    for (const sql of DAMAGE.delete) await run(sql);
    const deleted = missingOrOther(before, await digests()).size;
    await world.scheduler.runUntil(damagedAtMs + 12 * MINUTE_MS);
    approveWhenAsked(world, estate, 'search');
    const around = (ms: number) => new Date(damagedAtMs + ms).toISOString();
    const sql = "EXISTS (SELECT FROM orders WHERE status = 'closed')";
    const find = { sql, from: around(-5 * MINUTE_MS), to: around(4 * MINUTE_MS) };
    const { execution, evidence } = await recover('search', { find });
    expect([execution.error, evidence.findings]).toEqual([null, []]);
    expect(evidence.search).toMatchObject({ clusters: 4 });
    expect(Date.parse(evidence.search?.lastTrue ?? '')).toBeLessThan(damagedAtMs);
    expect(Date.parse(evidence.search?.firstFalse ?? '')).toBeGreaterThanOrEqual(damagedAtMs);
    expect(evidence.search?.secondsBetween).toBeLessThanOrEqual(120);
    expect(evidence.comparison?.summary.deleted).toBe(deleted);
    expect(repaired()).toEqual([]);
  });

  test('before the log begins, the newest backup of before is compared, and it says so', async () => {
    const cluster = stage.primary.rds.cluster(stage.estate.ClusterIdentifier);
    cluster.restorableFromMs = stage.world.scheduler.now();
    const { execution, evidence } = await recover('before-the-log', { at: ago(2), tables: ['public.orders'] });
    expect([execution.error, evidence.findings]).toEqual([null, []]);
    expect(evidence.restored?.recoveryPointArn).toContain('cluster-snapshot:awsbackup:');
    const { message = '' } = stage.standby.sns.inbox(stage.estate.TopicArn).at(-1) ?? {};
    expect(message).toContain('is before the log begins, so the newest backup of before is compared');
    expect(repaired()).toEqual([]);
  });
});
