import {
  BadRequestException,
  DatabaseErrorException,
  DatabaseUnavailableException,
  ExecuteStatementCommand,
  RDSDataClient,
} from '@aws-sdk/client-rds-data';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { connect } from '../../../workload/api/aws';
import { DatabaseUnavailableError } from '../../../workload/api/database';

const ssm = mockClient(SSMClient);
const data = mockClient(RDSDataClient);
const cluster = 'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-restored';
const secret = 'arn:aws:secretsmanager:us-west-2:111111111111:secret:pilot-light/database-AbCdEf';

process.env['CLUSTER_ARN_PARAMETER'] = '/pilot-light/workload/cluster-arn';
process.env['SECRET_ARN_PARAMETER'] = '/pilot-light/workload/secret-arn';
process.env['DATABASE_NAME'] = 'app';

function parametersHold(clusterArn: string, secretArn: string) {
  ssm.on(GetParametersCommand).resolves({
    Parameters: [
      { Name: '/pilot-light/workload/secret-arn', Value: secretArn },
      { Name: '/pilot-light/workload/cluster-arn', Value: clusterArn },
    ],
  });
}

beforeEach(() => {
  ssm.reset();
  data.reset();
  jest.useFakeTimers({ now: new Date('2026-11-22T03:00:00Z') });
});
afterEach(() => jest.useRealTimers());

test('runs the statement on the cluster that the parameters name', async () => {
  parametersHold(cluster, secret);
  data
    .on(ExecuteStatementCommand)
    .resolves({ records: [[{ stringValue: 'frankfurt' }, { longValue: 7 }, { isNull: true }]] });
  expect(await connect().query('select :clientId, :sequence', { clientId: 'frankfurt', sequence: 7 })).toEqual({
    rows: [['frankfurt', 7, null]],
    updated: 0,
  });
  expect(data.commandCalls(ExecuteStatementCommand)[0]?.args[0].input).toMatchObject({
    resourceArn: cluster,
    secretArn: secret,
    database: 'app',
    parameters: [
      { name: 'clientId', value: { stringValue: 'frankfurt' } },
      { name: 'sequence', value: { longValue: 7 } },
    ],
  });
});

test('remembers the place for a short while, and then looks again', async () => {
  parametersHold(cluster, secret);
  data.on(ExecuteStatementCommand).resolves({});
  const { query } = connect();
  await query('select 1');
  await query('select 1');
  expect(ssm.commandCalls(GetParametersCommand)).toHaveLength(1);
  jest.advanceTimersByTime(59_000);
  await query('select 1');
  expect(ssm.commandCalls(GetParametersCommand)).toHaveLength(1);
  jest.advanceTimersByTime(1_000);
  await query('select 1');
  expect(ssm.commandCalls(GetParametersCommand)).toHaveLength(2);
});

test('looks again at once when the database did not answer', async () => {
  parametersHold(cluster, secret);
  data
    .on(ExecuteStatementCommand)
    .rejectsOnce(new DatabaseUnavailableException({ message: 'gone', $metadata: {} }))
    .resolves({});
  const { query } = connect();
  await expect(query('select 1')).rejects.toThrow(DatabaseUnavailableError);
  await query('select 1');
  expect(ssm.commandCalls(GetParametersCommand)).toHaveLength(2);
});

test('looks again at once when the cluster takes no writes any more, and finds the one that does', async () => {
  parametersHold(cluster, secret);
  const fenced = new DatabaseErrorException({
    message: 'ERROR: cannot execute INSERT in a read-only transaction; SQLState: 25006',
    $metadata: {},
  });
  data.on(ExecuteStatementCommand).rejectsOnce(fenced).resolves({});
  const { query } = connect();
  await expect(query('insert')).rejects.toBe(fenced);
  parametersHold(`${cluster}-2`, secret);
  await query('insert');
  expect(data.commandCalls(ExecuteStatementCommand)[1]?.args[0].input.resourceArn).toBe(`${cluster}-2`);
});

test('remembers nothing while no cluster is named', async () => {
  parametersHold('not-restored', 'not-restored');
  const { query } = connect();
  await expect(query('select 1')).rejects.toThrow(DatabaseUnavailableError);
  parametersHold(cluster, secret);
  data.on(ExecuteStatementCommand).resolves({});
  await query('select 1');
  expect(data.commandCalls(ExecuteStatementCommand)[0]?.args[0].input.resourceArn).toBe(cluster);
});

test.each([
  ['hold no ARN', () => parametersHold('not-restored', 'not-restored')],
  ['are missing', () => ssm.on(GetParametersCommand).resolves({ Parameters: [] })],
])('there is no database when the parameters %s', async (_, arrange) => {
  arrange();
  await expect(connect().query('select 1')).rejects.toThrow(/no database in this region yet/);
  expect(data.calls()).toHaveLength(0);
});

test('an error in the statement stays what it is', async () => {
  parametersHold(cluster, secret);
  data.on(ExecuteStatementCommand).rejects(new BadRequestException({ message: 'syntax error', $metadata: {} }));
  await expect(connect().query('selct 1')).rejects.toThrow(BadRequestException);
});
