import { loseFrontend } from './support/breakages';
import { DRILL, type Ending, FAILOVER, FailoverStage, PLAN_ALONE } from './support/failover-stage';
import { commandBelow, follow } from './support/follow-command';
import { invoke, MOVE_BACK } from './support/traffic';

/* The command that stands first in a mail, pasted as it is from where the mail finds things. */

let stage: FailoverStage;

afterEach(() => stage.close());

const mailOf = (ending: Ending) => ending.inbox.findLast(({ subject }) => subject?.startsWith('pilot-light:'));

/** What follows "Next:". What only reads has to be answered. */
async function followNext(ending: Ending): Promise<string> {
  return await follow(stage.world, commandBelow(mailOf(ending)?.message ?? '', 'Next: '));
}

/** Where the first one reads, the one that starts again comes after it, once the cause is gone. */
async function startAgain(ending: Ending, words = 'start again'): Promise<Ending> {
  return await stage.end(await follow(stage.world, commandBelow(mailOf(ending)?.message ?? '', words)));
}

const PASSED = { status: 'SUCCEEDED', evidence: { verdict: 'passed', traffic: 'standby' } };
const refuseRestore = () =>
  stage.standby.rds.failNext({
    operation: 'RestoreDBClusterFromSnapshot',
    kind: 'error',
    code: 'InvalidRestoreFault',
    message: 'Cannot restore from the snapshot',
  });

test('an input that is refused is handed back corrected, and what it starts passes', async () => {
  stage = await FailoverStage.bringUp();
  const refused = await stage.run({ mode: 'failoverr', reason: 'it is down', requestedBy: 'ops' });
  expect(refused.error).toBe('InvalidRequestError');
  expect(await stage.end(await followNext(refused))).toMatchObject(PASSED);
});

test('a failover that meets a drill stops the drill, and passes', async () => {
  stage = await FailoverStage.bringUp();
  const drill = await stage.start(DRILL);
  await stage.untilState(drill, 'PollAurora');
  const refused = await stage.run();
  expect(refused.error).toBe('FencedOutError');
  const failover = await stage.end(await followNext(refused));
  expect(failover).toMatchObject(PASSED);
  expect(stage.standby.states.execution(drill).result).toMatchObject({ status: 'ABORTED' });
});

test('a drill whose clean-up waits for the cache of a dark region is stopped by the same command, which fails over', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null });
  const drill = await stage.start(DRILL);
  await stage.untilState(drill, 'BeginCleanUp');
  // The name of the cache is taken down by Route 53's control plane, which is there.
  stage.world.faults.addDarkness('us-east-1', stage.world.scheduler.now());
  await stage.pass('1h');
  expect(stage.clusters).toEqual([]);
  expect(stage.standby.states.execution(drill).result).toBeUndefined();
  const refused = await stage.run({ ...FAILOVER, acceptRecoveryPointAgeMinutes: 600 });
  expect(refused.error).toBe('FencedOutError');
  expect(await stage.end(await followNext(refused))).toMatchObject(PASSED);
});

test('what a failover did not finish is ended by its name, and the drill that it kept out passes', async () => {
  stage = await FailoverStage.bringUp();
  loseFrontend(stage);
  expect(await stage.run()).toMatchObject({ status: 'FAILED' });
  const kept = await stage.run(DRILL);
  expect(kept.cause).toContain('unfinished-failover');
  await followNext(kept);
  // Its frontend is still lost: it may begin, and that is all.
  expect(await stage.run(DRILL)).toMatchObject({ evidence: { failure: { step: 'VerifyFrontend' } } });
});

test('files of the frontend that are missing are put back, and the same command finishes the failover', async () => {
  stage = await FailoverStage.bringUp();
  const putBack = loseFrontend(stage);
  const failed = await stage.run();
  putBack();
  expect(await stage.end(await followNext(failed))).toMatchObject({ ...PASSED, evidence: { continued: true } });
});

test('a failover while the standby serves, and one that was moved back, say who moved traffic; another can follow', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null });
  expect(await stage.run()).toMatchObject(PASSED);
  const refused = await stage.run();
  expect(refused.cause).toContain('standby-serves');
  await followNext(refused);

  await invoke(stage, 'updateRoute53', MOVE_BACK);
  const execution = await stage.start();
  await stage.untilState(execution, 'PollTraffic');
  await invoke(stage, 'updateRoute53', MOVE_BACK);
  const movedBack = await stage.end(execution);
  expect(movedBack.cause).toContain('moved-back');
  await followNext(movedBack);
  expect(await startAgain(movedBack, 'fail over after all')).toMatchObject(PASSED);
});

test('a failover that passed is watched, and moved back', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null });
  const passed = await stage.run();
  await followNext(passed);
  await follow(stage.world, commandBelow(mailOf(passed)?.message ?? '', 'move traffic back'));
  await stage.pass('10m');
  expect(await stage.publicTarget()).toBe(stage.estate.PrimaryTarget);
});

test('a key that cannot be used is looked at, and the failover goes on when it can be', async () => {
  stage = await FailoverStage.bringUp();
  const { kms } = stage.standby;
  kms.setEnabled('alias/pilot-light-standby', false);
  const failed = await stage.run();
  kms.setEnabled('alias/pilot-light-standby', true);
  expect(failed.cause).toContain('key-not-accessible');
  await followNext(failed);
  expect(await startAgain(failed)).toMatchObject(PASSED);
});

test('an empty vault is listed, and the failover starts when there is a recovery point', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null });
  const vaults = [...stage.standby.backup.vaults.all.values()].map((vault) => ({
    vault,
    kept: [...vault.recoveryPoints],
  }));
  for (const { vault } of vaults) vault.recoveryPoints.clear();
  const failed = await stage.run();
  expect(failed.cause).toContain('no-usable-recovery-point');
  await followNext(failed);
  for (const { vault, kept } of vaults) for (const [arn, point] of kept) vault.recoveryPoints.set(arn, point);
  expect(await startAgain(failed)).toMatchObject(PASSED);
});

describe('with data that is older than the objective', () => {
  test('nobody who approved in time accepts it in the input, and the failover passes', async () => {
    stage = await FailoverStage.bringUp({ config: PLAN_ALONE, darkAt: '1h50m', at: '2h5m' });
    const failed = await stage.run();
    expect(failed.cause).toContain('approval-timed-out');
    expect(await stage.end(await followNext(failed))).toMatchObject(PASSED);
  });

  test('a recovery point that cannot be restored gives way to the older one', async () => {
    stage = await FailoverStage.bringUp({ config: PLAN_ALONE, darkAt: '2h20m' });
    refuseRestore();
    const failed = await stage.run({ ...FAILOVER, acceptRecoveryPointAgeMinutes: 30 });
    expect(failed.cause).toContain('fallback-needs-acceptance');
    expect(await stage.end(await followNext(failed))).toMatchObject(PASSED);
  });

  test('a restore that stands still is stopped, and the next recovery point restored', async () => {
    stage = await FailoverStage.bringUp({ config: PLAN_ALONE, darkAt: '2h20m' });
    stage.standby.rds.failNext({ operation: 'RestoreDBClusterFromSnapshot', kind: 'stuck' });
    await stage.start({ ...FAILOVER, acceptRecoveryPointAgeMinutes: 90 });
    const late = () => stage.inbox.find(({ message }) => message.includes('Stop this execution and restore'));
    await stage.until(() => late() !== undefined, 'the late restore is reported');
    const next = await follow(stage.world, commandBelow(late()?.message ?? '', 'Stop this execution and restore'));
    expect(await stage.end(next)).toMatchObject(PASSED);
  });
});
