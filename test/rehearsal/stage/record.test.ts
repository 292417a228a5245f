import type { HistoryEvent } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { createWorld } from '../../../simulator/create-world';
import type { FaultRule } from '../../../simulator/kernel/faults';
import { evidenceCheck } from '../../../rehearsal/stage/evidence-check';
import { recordInHistory } from '../../../rehearsal/stage/history-record';
import { readRecord } from '../../../rehearsal/stage/record';

const Evidence = z.object({ verdict: z.string(), leftovers: z.array(z.string()) });
const RECORD = { verdict: 'passed', leftovers: [] };

function exited(details: HistoryEvent['stateExitedEventDetails']): HistoryEvent {
  return { timestamp: new Date(0), type: 'PassStateExited', id: 1, stateExitedEventDetails: details };
}

describe('a record in the history of an execution', () => {
  test('is what a state assigned', () => {
    const events = [exited({ name: 'Compose', assignedVariables: { evidence: JSON.stringify(RECORD) } })];
    expect(recordInHistory(events, Evidence)?.evidence).toEqual(RECORD);
  });

  test('is what a function gave, wherever in its answer it stands', () => {
    const output = JSON.stringify({ Payload: { subject: 'passed', evidence: RECORD } });
    expect(recordInHistory([exited({ name: 'Report', output })], Evidence)?.evidence).toEqual(RECORD);
  });

  test('is the newest of several', () => {
    const of = (verdict: string) => exited({ name: 'Compose', output: JSON.stringify({ ...RECORD, verdict }) });
    expect(recordInHistory([of('failed'), of('passed')], Evidence)?.evidence.verdict).toBe('passed');
  });

  test('is none in what is something else, or was cut', () => {
    const whole = JSON.stringify(RECORD);
    const events = [exited({ name: 'One', output: '{"verdict": 1}' }), exited({ name: 'Two', output: whole.slice(9) })];
    expect(recordInHistory(events, Evidence)).toBeUndefined();
  });
});

describe('the record of an execution', () => {
  const ESTATE = { standbyRegion: 'us-west-2', EvidenceBucketName: 'evidence' };
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Compose',
    States: {
      Compose: { Type: 'Pass', Assign: { evidence: { ...RECORD, verdict: 'failed' } }, Next: 'Failed' },
      Failed: { Type: 'Fail', Error: 'SomeError' },
    },
  };

  async function record(faults: readonly FaultRule[], written: boolean) {
    const world = createWorld({ seed: 1, startMs: 0, accountId: '111111111111', regions: ['us-west-2'], faults });
    const { cloudFormation, s3, states } = world.region('us-west-2');
    const { outputs } = await world.scheduler.runToEnd(
      cloudFormation.deployStack({
        stackName: 'Machine',
        template: {
          Resources: {
            Role: {
              Type: 'AWS::IAM::Role',
              Properties: {
                AssumeRolePolicyDocument: {
                  Version: '2012-10-17',
                  Statement: [
                    { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
                  ],
                },
              },
            },
            Machine: {
              Type: 'AWS::StepFunctions::StateMachine',
              Properties: {
                RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
                DefinitionString: JSON.stringify(definition),
              },
            },
          },
          Outputs: { Arn: { Value: { Ref: 'Machine' } } },
        },
        caller: { kind: 'operator' },
      }),
    );
    const { executionArn } = states.start(states.stateMachine(outputs['Arn'] ?? ''), 'one', '{}').identity;
    await world.scheduler.run(() => states.execution(executionArn).result !== undefined);
    s3.createBucket('evidence');
    if (written) s3.putObject('evidence', 'one.json', JSON.stringify(RECORD));
    const recorded = await readRecord(world, ESTATE, { executionArn, key: 'one.json' }, Evidence);
    return { recorded, check: evidenceCheck(recorded) };
  }

  const down = { at: 0, kind: 'error', service: 's3', operation: 'GetObject', probability: 1 } as const;

  test('is taken from the bucket', async () => {
    const { recorded, check } = await record([], true);
    expect(recorded).toMatchObject({ from: 'bucket', evidence: RECORD });
    expect(check).toMatchObject({ passed: true, detail: 'verdict passed' });
  });

  test('is taken from the history of an execution that could not write it, also of one that failed', async () => {
    const { recorded, check } = await record([], false);
    expect(recorded).toMatchObject({ from: 'history', evidence: { verdict: 'failed' } });
    expect(check).toMatchObject({
      passed: false,
      detail: 'none in the evidence bucket; this report goes by the history of the execution: verdict failed',
    });
  });

  test('is read again after an outage', async () => {
    const { recorded } = await record([{ ...down, for: 600_000 }], true);
    expect(recorded).toMatchObject({ from: 'bucket' });
  });

  test('is not said to be missing while nobody can read the bucket', async () => {
    const { recorded, check } = await record([down], true);
    expect(recorded).toMatchObject({ from: 'history', why: 'the evidence bucket cannot be read' });
    expect(check.passed).toBeNull();
  });
});
