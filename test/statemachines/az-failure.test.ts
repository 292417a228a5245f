import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskRequest } from '../../simulator/asl/environment';
import { TaskFailedError } from '../../simulator/asl/errors';
import { Execution } from '../../simulator/asl/execution';
import { parseDefinition } from '../../simulator/asl/parse-definition';
import { TaskTokens } from '../../simulator/asl/task-tokens';
import { Random } from '../../simulator/kernel/random';
import { Scheduler } from '../../simulator/kernel/scheduler';

const SUBSTITUTIONS: Readonly<Record<string, string>> = {
  AssessAzFailureArn: 'assess',
  DeadlineHours: '12',
  EvidenceBucketName: 'evidence',
  TopicArn: 'topic',
  WorkloadName: 'shop',
  MetricNamespace: 'Shop',
  StandbyRegion: 'us-west-2',
};
const text = readFileSync(join(__dirname, '../../statemachines/az-failure.asl.json'), 'utf8');
const DEFINITION = parseDefinition(
  JSON.parse(text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => SUBSTITUTIONS[name] ?? '')),
);

type Answer = Readonly<Record<string, unknown>>;
const answer = (phase: string, kind?: string): Answer => ({
  phase,
  detail: phase,
  nextPollSeconds: 30,
  evidence: {},
  notice: kind === undefined ? null : { kind, subject: `subject of ${kind}`, message: kind },
});

/** Runs the real definition in virtual time; the answers come in turn, an error is thrown. */
async function run(answers: readonly (Answer | Error)[], broken?: string) {
  const scheduler = new Scheduler(Date.parse('2026-01-05T02:00:00Z'));
  const random = new Random(1);
  const subjects: string[] = [];
  const actions: string[] = [];
  let evidence = 0;
  const left = [...answers];
  const execution = new Execution({
    scheduler,
    random,
    region: 'us-west-2',
    tokens: new TaskTokens(() => random.hex('token', 32)),
    invokeTask: async ({ resource, arguments: given }: TaskRequest) => {
      const args = given as { readonly Payload?: { readonly action: string }; readonly Subject?: string };
      if (broken !== undefined && resource.includes(broken)) throw new TaskFailedError('Broken.Exception', 'broken');
      if (resource.includes('sns')) subjects.push(args.Subject ?? '');
      if (resource.includes('putObject')) evidence += 1;
      if (args.Payload === undefined) return {};
      actions.push(args.Payload.action);
      const next = left.shift();
      if (next instanceof Error) throw next;
      return { StatusCode: 200, Payload: next };
    },
  });
  execution.start(
    DEFINITION,
    {},
    {
      executionArn: 'arn:aws:states:us-west-2:111111111111:execution:shop-az-failure:me',
      executionName: 'me',
      roleArn: 'arn:aws:iam::111111111111:role/workflow',
      stateMachineArn: 'arn:aws:states:us-west-2:111111111111:stateMachine:shop-az-failure',
      stateMachineName: 'shop-az-failure',
    },
  );
  const result = await scheduler.runToEnd(execution.ended);
  return { status: result.status, subjects, actions, evidence };
}

test('one execution follows and reports, an event that was added to another ends at once', async () => {
  const followed = await run([answer('following'), answer('following'), answer('over', 'failover'), answer('over')]);
  expect(followed).toEqual({
    status: 'SUCCEEDED',
    subjects: ['subject of failover'],
    actions: ['receive', 'assess', 'assess', 'close'],
    evidence: 1,
  });
  expect(await run([answer('recorded')])).toMatchObject({ status: 'SUCCEEDED', subjects: [], actions: ['receive'] });
});

test('without a reader a person is notified once, and of the failover that follows', async () => {
  const lost = answer('following', 'no-reader');
  const { subjects } = await run([answer('following'), lost, lost, answer('over', 'failover'), answer('over')]);
  expect(subjects).toEqual(['subject of no-reader', 'subject of failover']);
});

test('trouble is asked again; what cannot succeed ends by name', async () => {
  const busy = new TaskFailedError('Sandbox.Other', 'no answer');
  const answers = [answer('following'), busy, answer('over', 'failover'), answer('over')];
  expect(await run(answers)).toMatchObject({ status: 'SUCCEEDED', subjects: ['subject of failover'] });
  const refused = new TaskFailedError('InvariantViolationError', 'not set up');
  expect(await run([answer('following'), refused])).toMatchObject({ status: 'FAILED', subjects: [], evidence: 1 });
});

test('an execution that could not notify leaves the evidence and fails, so that a rule mails it', async () => {
  const answers = [answer('following'), answer('over', 'failover'), answer('over')];
  expect(await run(answers, 'sns')).toMatchObject({ status: 'FAILED', evidence: 1 });
});
