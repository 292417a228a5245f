import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expectRefusal } from './support/expect-refusal';
import { FAILOVER, FailoverStage, milliseconds, PLAN_ALONE } from './support/failover-stage';

let stage: FailoverStage;

beforeEach(async () => {
  // The copy of 01:00 is older than the objective of an hour by now.
  stage = await FailoverStage.bringUp({ config: PLAN_ALONE, darkAt: '1h50m', at: '2h5m' });
});

afterEach(() => stage.close());

it('asks before it restores data that is older than the objective, and stops when nobody answers', async () => {
  const ending = await stage.run();

  expect(question().message).toContain(
    'What was written after 01:00 UTC would be lost, the last 65 minutes before the start; the objective is 60 minutes.',
  );
  await expectRefusal(stage, ending, {
    step: 'AskForApproval',
    error: 'UnsafeToProceedError',
    cause: 'approval-timed-out',
  });
  expect(stage.clusters).toEqual([]);
});

it('goes on with the command that the message holds, and records who approved', async () => {
  const execution = await stage.start();
  await stage.until(() => questions().length > 0, 'somebody is asked');
  await stage.pass('20m');
  expect(stage.clusters).toEqual([]);
  await answer('Approve:', 'Ada');

  const ending = await stage.end(execution);

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { acceptance: 'approved by Ada' } });
  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
});

it('stops at a rejection and says whose it was', async () => {
  const execution = await stage.start();
  await stage.until(() => questions().length > 0, 'somebody is asked');
  await answer('Reject:', 'Ada');

  await expectRefusal(stage, await stage.end(execution), {
    step: 'AskForApproval',
    error: 'UnsafeToProceedError',
    cause: 'approval-rejected: rejected by Ada',
  });
  expect(stage.clusters).toEqual([]);
});

it('does not ask when the requester accepts the age beforehand', async () => {
  const ending = await stage.run({ ...FAILOVER, acceptRecoveryPointAgeMinutes: 90 });

  expect(ending).toMatchObject({
    status: 'SUCCEEDED',
    evidence: { acceptance: 'accepted by ops: up to 90 minutes', rpo: { met: false } },
  });
  expect(ending.inbox.map(({ subject }) => subject)).toEqual(['pilot-light: failover passed']);
});

it('asks when the age is more than the requester accepts', async () => {
  await stage.start({ ...FAILOVER, acceptRecoveryPointAgeMinutes: 61 });
  await stage.until(() => questions().length > 0, 'somebody is asked');

  expect(question().subject).toBe('pilot-light: approve the failover to us-west-2?');
});

test.each(['error', 'partition'] as const)(
  'with SNS down (%s) the question is the first mail when SNS is back, and its time begins then',
  async (kind) => {
    const outage = { at: milliseconds('2h5m'), for: milliseconds('30m'), kind, probability: 1 };
    stage.world.faults.add({ ...outage, region: 'us-west-2', service: 'sns' });
    const execution = await stage.start();
    const ofFailover = /^pilot-light: (reminder: )?(approve the )?failover /;
    const mails = () => stage.inbox.filter(({ subject = '' }) => ofFailover.test(subject));
    await stage.until(() => mails().length > 0, 'a mail of the failover is received');

    expect(mails()[0]?.subject).toBe('pilot-light: approve the failover to us-west-2?');
    expect(mails()[0]?.message).toContain('(60 minutes)');
    await answer('Approve:', 'Ada');
    expect(await stage.end(execution)).toMatchObject({ status: 'SUCCEEDED' });
  },
);

test('an answer counts that is given while SNS delivers the question and loses its responses', async () => {
  const outage = { at: milliseconds('2h5m'), for: milliseconds('30m'), kind: 'drop', probability: 1 } as const;
  stage.world.faults.add({ ...outage, region: 'us-west-2', service: 'sns' });
  const execution = await stage.start();
  await stage.until(() => questions().length > 0, 'somebody is asked');
  await stage.pass('5m');
  await answer('Approve:', 'Ada');

  expect(await stage.end(execution)).toMatchObject({
    status: 'SUCCEEDED',
    evidence: { acceptance: 'approved by Ada' },
  });
  expect(questions()).toHaveLength(1);
});

test('nobody is said not to have answered while Lambda answers too late: an answer counts that is given afterwards', async () => {
  const execution = await stage.start();
  await stage.until(() => questions().length > 0, 'somebody is asked');
  const { faults, scheduler } = stage.world;
  const outage = { at: scheduler.now() - scheduler.startMs, for: milliseconds('2h'), probability: 1 };
  faults.add({ ...outage, kind: 'delay', delaySeconds: 900, region: 'us-west-2', service: 'lambda' });
  await stage.pass('2h10m');
  await answer('Approve:', 'Ada');

  expect(await stage.end(execution)).toMatchObject({
    status: 'SUCCEEDED',
    evidence: { acceptance: 'approved by Ada' },
  });
});

test('no question is asked when SNS is back in the last pause before the deadline', async () => {
  const outage = { at: milliseconds('2h5m'), for: milliseconds('11h59m'), kind: 'error', probability: 1 } as const;
  stage.world.faults.add({ ...outage, region: 'us-west-2', service: 'sns' });
  const ending = await stage.run();

  expect(ending.cause).toContain('deadline-passed: the question could not be sent: SNS Publish');
  expect(questions()).toEqual([]);
  expect(ending.inbox.find(({ subject }) => subject?.includes('FAILED at'))?.message).toMatch(
    /Held up at AskForApproval, from 02:05 UTC, last failed at 14:\d\d UTC: SNS/,
  );
});

const questions = () => stage.inbox.filter(({ subject }) => subject?.includes('approve'));

function question() {
  const asked = questions()[0];
  if (asked === undefined) throw new Error('Nobody was asked.');
  return asked;
}

/** Does what the message says, with a name filled in. */
async function answer(which: 'Approve:' | 'Reject:', name: string): Promise<void> {
  const lines = question().message.split('\n');
  const command = lines[lines.indexOf(which) + 1] ?? '';
  const [, FunctionName, payload = ''] = /--function-name (\S+) .*--payload '(.*)' \/dev\/stdout$/.exec(command) ?? [];
  await stage.operator
    .lambda(stage.estate.standbyRegion)
    .send(new InvokeCommand({ FunctionName, Payload: Buffer.from(payload.replace('YOUR NAME', name)) }));
}
