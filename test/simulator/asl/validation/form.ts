import { choice, of, one, pass, paths, recovering, task, wait, type Refusal } from './definitions';

const NOT_RECOGNIZED =
  'is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/A/Resource';

/** Fields and their values. */
export const FORM: readonly Refusal[] = [
  {
    kind: 'a resource that is no ARN',
    refused: task({ Resource: 'createToken' }),
    says: 'SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/A/Resource',
    accepted: [
      task({ Resource: 'arn:aws:lambda:us-west-2:111122223333:function:createToken' }),
      task({ Resource: 'arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:createToken:live' }),
      task({ Resource: 'arn:aws:states:us-west-2:111122223333:activity:create-token' }),
    ],
  },
  {
    kind: 'a resource that nothing was put in for',
    refused: task({ Resource: '${CreateTokenArn}' }),
    says: 'SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/A/Resource',
    accepted: [task({ Arguments: { FunctionName: '${CreateTokenArn}' } })],
  },
  {
    kind: 'a pattern that the integration does not have',
    refused: task({ Resource: 'arn:aws:states:::lambda:invoke.sync' }),
    says: `SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::lambda:invoke.sync ${NOT_RECOGNIZED}`,
    accepted: [
      task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
      task({ Resource: 'arn:aws:states:::states:startExecution.sync:2' }),
      task({ Resource: 'arn:aws:states:::ecs:runTask.sync' }),
    ],
  },
  {
    kind: 'a service that Step Functions does not know',
    refused: task({ Resource: 'arn:aws:states:::sn:publish' }),
    says: `SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::sn:publish ${NOT_RECOGNIZED}`,
    accepted: [
      task({ Resource: 'arn:aws:states:::sns:publish' }),
      task({ Resource: 'arn:aws:states:::aws-sdk:sns:publish' }),
      task({ Resource: 'arn:aws:states:::glue:startJobRun.sync' }),
    ],
  },
  {
    kind: 'an operation of the SDK with a capital',
    refused: task({ Resource: 'arn:aws:states:::aws-sdk:rds:DescribeDBClusters' }),
    says: `SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::aws-sdk:rds:DescribeDBClusters ${NOT_RECOGNIZED}`,
    accepted: [
      task({ Resource: 'arn:aws:states:::aws-sdk:rds:describeDBClusters' }),
      task({ Resource: 'arn:aws:states:::aws-sdk:s3:putObject' }),
      task({ Resource: 'arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken' }),
    ],
  },
  {
    kind: 'Next and End together',
    refused: of({ A: { ...pass, Next: 'B', End: true }, B: { Type: 'Succeed' } }),
    says: 'SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: [Next, End] at /States/A',
    accepted: [
      of({ A: { ...pass, Next: 'B' }, B: { Type: 'Succeed' } }),
      of({ A: { ...pass, Next: 'B', End: false }, B: { Type: 'Succeed' } }),
      one(pass),
    ],
  },
  {
    kind: 'neither Next nor End',
    refused: of({ A: pass }),
    says: 'SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: [Next, End] at /States/A',
    accepted: [of({ A: { Type: 'Succeed' } }), of({ A: { Type: 'Fail' } }), choice({ Condition: true, Next: 'B' })],
  },
  {
    kind: 'a Wait of two durations',
    refused: wait({ Seconds: 1, Timestamp: '2026-01-01T00:00:00Z' }),
    says: 'SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/A',
    accepted: [wait({ Seconds: 1 }), wait({ Timestamp: '2026-01-01T00:00:00Z' }), wait({ Seconds: '{% 1 %}' })],
  },
  {
    kind: 'a Wait of no duration',
    refused: wait({}),
    says: 'SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/A',
    accepted: [wait({ Seconds: 0 }), wait({ Timestamp: '{% $now() %}' }), paths({ Type: 'Wait', SecondsPath: '$.a' })],
  },
  {
    kind: 'a Wait until no instant',
    refused: wait({ Timestamp: '2026-01-01 00:00:00' }),
    says: 'SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at /States/A/Timestamp',
    accepted: [wait({ Timestamp: '2026-01-01T00:00:00.5Z' }), wait({ Timestamp: '2026-01-01T00:00:00+02:00' })],
  },
  {
    kind: 'States.ALL before another retrier',
    refused: recovering('Retry', ['States.ALL'], ['Busy']),
    says: 'SCHEMA_VALIDATION_FAILED: States.ALL must appear alone and at end of list at /States/A/Retry[0]/ErrorEquals[0]',
    accepted: [
      recovering('Retry', ['Busy'], ['States.ALL']),
      recovering('Retry', ['States.TaskFailed'], ['Busy']),
      recovering('Retry', ['States.ALL']),
    ],
  },
  {
    kind: 'States.ALL with company',
    refused: recovering('Catch', ['Busy', 'States.ALL']),
    says: 'SCHEMA_VALIDATION_FAILED: States.ALL must appear alone and at end of list at /States/A/Catch[0]/ErrorEquals[1]',
    accepted: [
      recovering('Catch', ['Busy'], ['States.ALL']),
      recovering('Catch', ['Busy', 'States.TaskFailed']),
      recovering('Catch', ['States.ALL']),
    ],
  },
  {
    kind: 'a heartbeat as long as the timeout',
    refused: task({ TimeoutSeconds: 60, HeartbeatSeconds: 60 }),
    says: 'SCHEMA_VALIDATION_FAILED: HeartbeatSeconds (60) must be smaller than TimeoutSeconds (60) at /States/A/HeartbeatSeconds',
    accepted: [
      task({ TimeoutSeconds: 60, HeartbeatSeconds: 59 }),
      task({ HeartbeatSeconds: 60 }),
      task({ TimeoutSeconds: 60, HeartbeatSeconds: '{% 60 %}' }),
    ],
  },
  {
    kind: 'a timeout of no seconds',
    refused: task({ TimeoutSeconds: 0 }),
    says: 'SCHEMA_VALIDATION_FAILED: Minimum value is 1 at /States/A/TimeoutSeconds',
    accepted: [task({ TimeoutSeconds: 1 }), one(pass, { TimeoutSeconds: 0 }), task({ TimeoutSeconds: '{% 9 %}' })],
  },
  {
    kind: 'a field that no state has',
    refused: task({ Timeout: 60 }),
    says: "SCHEMA_VALIDATION_FAILED: Field 'Timeout' is not supported at /States/A",
    accepted: [task({ TimeoutSeconds: 60 }), task({ Comment: 'why' }), task({ Arguments: { Timeout: 60 } })],
  },
  {
    kind: 'a field of another type of state',
    refused: of({
      A: { ...pass, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }], Next: 'B' },
      B: { Type: 'Fail' },
    }),
    says: "SCHEMA_VALIDATION_FAILED: Field 'Catch' is not supported at /States/A",
    accepted: [
      recovering('Catch', ['States.ALL']),
      one({ ...pass, Assign: { a: 1 } }),
      of({ A: { Type: 'Fail', Cause: 'c' } }),
    ],
  },
  {
    kind: 'a field that no machine has',
    refused: one(pass, { Timeout: 60 }),
    says: "SCHEMA_VALIDATION_FAILED: Field 'Timeout' is not supported at /",
    accepted: [one(pass, { TimeoutSeconds: 60 }), one(pass, { Comment: 'why' }), one(pass, { Version: '1.0' })],
  },
  {
    kind: 'a machine without StartAt',
    refused: { States: { A: { ...pass, End: true } } },
    says: 'SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt] at /',
    accepted: [one(pass)],
  },
];
