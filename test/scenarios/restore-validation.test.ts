import { COUNTED } from '../../cost/counted';
import { priceOf } from '../../rehearsal/stage/orchestration-price';
import { commandBelow, follow } from './support/follow-command';
import { type Validation, ValidationStage } from './support/validation-stage';

jest.setTimeout(180_000);

let scene: ValidationStage;
let scheduled: Validation;

beforeAll(async () => {
  // Nobody can be notified of the first validation, from before it begins until after it has ended.
  scene = await ValidationStage.bringUp({ validation: { restoreBudgetMinutes: 90 } }, (dueAfterMs) => [
    { at: dueAfterMs - 60_000, for: 3_000_000, region: 'us-west-2', service: 'sns', kind: 'error', probability: 1 },
  ]);
  scheduled = await scene.whenScheduled();
});

afterAll(() => scene.close());

/** The stories follow each other in one world, as the validations of a year do. */
describe('restore validation', () => {
  test('the schedule restores the newest backup, checks it and leaves nothing', () => {
    expect(scheduled.execution).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect(scheduled.evidence).toMatchObject({ verdict: 'PASSED', requestedBy: 'the schedule', findings: [] });
    expect(scheduled.evidence.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(scheduled.evidence.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['row counts are those of the manifest', 'indexes are intact', 'heartbeats are there']),
    );
    expect(scene.clusters).toEqual([]);
  });

  test('it uses about as much orchestration as `pilotlight cost` prices one with, which restores more slowly', () => {
    const { stateTransitions } = priceOf(scene.world, 'us-west-2', scheduled.execution.arn);
    // Further off, `npm run -s bench -- counted` counts anew.
    expect(Math.abs(stateTransitions / COUNTED.validation.stateTransitions - 1)).toBeLessThan(0.35);
  });

  test('without SNS the evidence is written all the same, an alarm says so, and the notification comes when it can', async () => {
    expect(scene.messages.filter(({ subject }) => subject?.includes('restore validation'))).toHaveLength(1);
    const entered = scene.standby.states
      .execution(scheduled.execution.arn)
      .execution.events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
    expect(entered.indexOf('WriteEvidence')).toBeLessThan(entered.lastIndexOf('Notify'));
    expect(entered.filter((state) => state === 'Notify').length).toBeGreaterThan(1);
    await scene.world.scheduler.runUntil(scene.world.scheduler.now() + 120_000);
    expect(scene.standby.cloudWatch.alarm('pilot-light-notification-failed')).toMatchObject({ state: 'ALARM' });
  });

  test('takes the next recovery point when the newest cannot be restored, and has not passed', async () => {
    scene.standby.rds.failures.add('RestoreDBClusterFromSnapshot', { kind: 'status', status: 'migration-failed' });
    const { evidence } = await scene.finish(scene.start('unrestorable'));
    const [rejected] = evidence.rejected;
    expect(rejected).toMatchObject({
      recoveryPointArn: evidence.recoveryPoint?.recoveryPointArn,
      reason: expect.stringContaining('migration-failed'),
    });
    expect(evidence.restored?.recoveryPointArn).not.toBe(rejected?.recoveryPointArn);
    expect(evidence.checks.filter(({ passed }) => !passed)).toEqual([]);
    // No older one stands in for the newest, though it is within the objective.
    expect(evidence).toMatchObject({ verdict: 'FAILED', age: { objectiveSeconds: 3600 } });
    expect(evidence.age.achievedSeconds).toBeLessThanOrEqual(3600);
    expect(evidence.findings).toEqual([
      expect.objectContaining({ step: 'RestoreAurora', cause: expect.stringContaining('not-the-newest: ') }),
    ]);
    const { message = '' } = scene.messages.at(-1) ?? {};
    expect(message).toContain('The newest backup was not restored, an older one was.');
    expect(commandBelow(message, 'Next: validate the recovery point')).toContain(rejected?.recoveryPointArn);
    expect(scene.clusters).toEqual([]);
  });

  test('a restore that stalls is reported at its budget; the command of that message stops it, and sweeps it', async () => {
    scene.standby.rds.failures.add('RestoreDBClusterFromSnapshot', { kind: 'stuck' });
    const { scheduler } = scene.world;
    const startedMs = scheduler.now();
    const stalled = scene.start('stuck');
    const late = () => scene.messages.find(({ subject }) => subject?.endsWith('is late at RestoreAurora') === true);
    await scheduler.run(() => late() !== undefined, startedMs + 3 * 3_600_000);
    expect((scheduler.now() - startedMs) / 60_000).toBeGreaterThan(90);
    expect((scheduler.now() - startedMs) / 60_000).toBeLessThan(100);
    const [stuck] = scene.clusters;

    const next = await follow(scene.world, commandBelow(late()?.message ?? '', 'Stop this one and validate'));
    const { execution, evidence } = await scene.finish(next);
    expect(scene.standby.states.execution(stalled).result).toMatchObject({ status: 'ABORTED' });
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(evidence).toMatchObject({ verdict: 'PASSED', swept: [stuck], leftovers: [] });
    expect(scene.clusters).toEqual([]);
  });

  test('a cluster that somebody protects is named, and the next command of the message removes it', async () => {
    scene.when('SmokeTest', () => {
      for (const cluster of scene.standby.rds.clusters.all.values()) cluster.deletionProtection = true;
    });
    const refused = await scene.finish(scene.start('protected'));
    const [left] = scene.clusters;
    expect(left).toMatch(/^validate-pilot-light-/);
    expect(refused.execution).toMatchObject({ status: 'FAILED', error: 'ValidationFailed' });
    expect(refused.evidence.leftovers).toEqual([`cluster ${left}`]);
    expect(refused.evidence.findings.at(-1)?.cause).toContain(`${left} is protected from deletion`);
    const { message = '' } = scene.messages.at(-1) ?? {};
    expect(message).toContain(`Still there: cluster ${left}`);

    const next = await scene.finish(await follow(scene.world, commandBelow(message, 'Next: once nobody needs')));
    expect(next.evidence.swept).toEqual([left]);
    expect(next.evidence.leftovers).toEqual([]);
    expect(scene.clusters).toEqual([]);
  });

  test('one that starts while another runs stands down and touches nothing', async () => {
    const first = scene.start('first');
    await scene.world.scheduler.runUntil(scene.world.scheduler.now() + 600_000);
    const [underway] = scene.clusters;
    const second = await scene.finish(scene.start('second'));
    expect(second.execution).toMatchObject({ status: 'FAILED', error: 'FencedOutError' });
    expect(second.evidence).toMatchObject({ verdict: 'REFUSED', restored: null });
    expect(second.evidence.findings[0]?.cause).toContain(first);
    expect(scene.clusters).toEqual([underway]);

    const { evidence } = await scene.finish(first);
    expect(evidence.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(evidence.restored?.clusterIdentifier).toBe(underway);
    expect(scene.clusters).toEqual([]);
  });

  test("AWS Backup's own restore testing is given the verdict on the recovery point that it restored", async () => {
    const { backup, states } = scene.standby;
    const recoveryPointArn = scheduled.evidence.restored?.recoveryPointArn ?? '';
    const plan = 'arn:aws:backup:us-west-2:111111111111:restore-testing-plan:weekly';
    const asked = states.executions(scene.estate.RestoreValidationArn).length;
    const restoreTest = backup.restoreTests.complete(recoveryPointArn, plan);
    const begun = () => states.executions(scene.estate.RestoreValidationArn).slice(asked);
    await scene.world.scheduler.run(() => begun().length > 0, scene.world.scheduler.now() + 60_000);
    const { evidence } = await scene.finish(begun()[0]?.identity.executionArn ?? '');
    expect(evidence).toMatchObject({
      verdict: 'PASSED',
      requestedBy: 'AWS Backup restore testing',
      restored: { recoveryPointArn },
    });
    expect(restoreTest).toMatchObject({
      validationStatus: 'SUCCESSFUL',
      validationStatusMessage: expect.stringContaining('checks passed. Evidence: s3://'),
    });
  });

  test('an input that makes no sense is refused with what to write', async () => {
    const { execution, evidence } = await scene.finish(scene.start('nonsense', { reason: '', notAfter: 'yesterday' }));
    expect(execution.error).toBe('InvalidRequestError');
    expect(evidence.findings[0]?.cause).toContain('notAfter: write an ISO 8601 time');
  });
});
