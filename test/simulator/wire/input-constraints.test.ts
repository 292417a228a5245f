import { form, json, send } from './raw-requests';

describe('a required member that is absent', () => {
  it.each([
    ['dynamodb', 'PutItem', '{"TableName": "t"}', 'ValidationException', "Value null at 'item' failed"],
    [
      'states',
      'StartExecution',
      '{"stateMachineArn": null}',
      'ValidationException',
      "Value null at 'stateMachineArn' failed",
    ],
    ['ssm', 'GetParameter', '{}', 'ValidationException', "Value null at 'name' failed"],
    ['kms', 'DescribeKey', '{}', 'ValidationException', "Value null at 'keyId' failed"],
    [
      'dynamodb',
      'CreateTable',
      '{"TableName": "t", "KeySchema": [null]}',
      'ValidationException',
      "Value null at 'keySchema.1.member' failed",
    ],
  ])('is refused by %s: %s %s', async (service, operation, body, code, message) => {
    const { status, text, inputs } = await json(service, operation, body);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ __type: code, message: expect.stringContaining(message) as string });
    expect(inputs).toEqual([]);
  });

  it.each([
    ['rds', 'DeleteDBCluster', 'MissingParameter', 'The request must contain the parameter DBClusterIdentifier.'],
    [
      'cloudformation',
      'DeleteStack',
      'ValidationError',
      "1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null",
    ],
    ['sns', 'CreateTopic', 'ValidationError', "Value null at 'name' failed"],
    ['sts', 'AssumeRole', 'ValidationError', "2 validation errors detected: Value null at 'roleArn' failed"],
    ['monitoring', 'PutMetricAlarm', 'ValidationError', "Value null at 'alarmName' failed"],
  ])('is refused by %s: %s', async (service, operation, code, message) => {
    const { status, text } = await form(service, operation);
    expect(status).toBe(400);
    expect(text).toContain(`<Code>${code}</Code>`);
    expect(text).toContain(message.replaceAll("'", '&apos;'));
  });

  it('is refused by Lambda and Backup, in a body', async () => {
    const lambda = await send('lambda', 'CreateFunction', 'POST', '/2015-03-31/functions', {
      body: '{"FunctionName": "f"}',
    });
    expect(JSON.parse(lambda.text)).toEqual({
      message:
        "2 validation errors detected: Value null at 'role' failed to satisfy constraint: Member must not be null; Value null at 'code' failed to satisfy constraint: Member must not be null",
    });
    const backup = await send('backup', 'StartBackupJob', 'PUT', '/backup-jobs', { body: '{}' });
    expect(JSON.parse(backup.text)).toMatchObject({ message: 'Missing required parameter: BackupVaultName' });
  });
});

describe('a value that is not in the enumeration', () => {
  it('is refused by CloudWatch, and those that are are taken', async () => {
    const alarm = (state: string) =>
      form('monitoring', 'SetAlarmState', `&AlarmName=a&StateReason=r&StateValue=${state}`);
    const refused = await alarm('alarm');
    expect(refused.text).toContain('<Code>ValidationError</Code>');
    expect(refused.text).toContain('Member must satisfy enum value set: [');
    for (const state of ['OK', 'ALARM', 'INSUFFICIENT_DATA']) expect((await alarm(state)).inputs).toHaveLength(1);
  });

  it('is refused by Lambda, in a header', async () => {
    const invoke = (type: string) =>
      send('lambda', 'Invoke', 'POST', '/2015-03-31/functions/f/invocations', {
        headers: { 'x-amz-invocation-type': type },
      });
    expect((await invoke('Later')).text).toContain("Value 'Later' at 'invocationType' failed to satisfy constraint");
    for (const type of ['Event', 'RequestResponse', 'DryRun']) expect((await invoke(type)).inputs).toHaveLength(1);
  });
});
