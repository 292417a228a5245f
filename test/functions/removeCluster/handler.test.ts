import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
  StartDBClusterCommand,
} from '@aws-sdk/client-rds';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/removeCluster/aws';
import { build } from '../../../functions/removeCluster/handler';
import { TAG } from '../../../functions/shared/names';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { FAILOVER_ID } from '../rds-facts';

setEnvironment({
  WORKLOAD_NAME: 'pilot-light',
  LOCK_TABLE_NAME: 'lock',
  CLUSTER_ARN_PARAMETER: '/cluster-arn',
  SECRET_ARN_PARAMETER: '/secret-arn',
});

const rds = mockClient(RDSClient);
const ssm = mockClient(SSMClient);
const dynamoDb = mockClient(DynamoDBClient);
const handler = build(aws, () => NOW);
const REMOVE = { action: 'remove', failoverId: FAILOVER_ID };
const described = (identifier: string, overrides: object = {}) => ({
  DBClusterIdentifier: identifier,
  DBClusterArn: `arn:${identifier}`,
  Status: 'available',
  TagList: [
    { Key: TAG.failoverId, Value: FAILOVER_ID },
    { Key: TAG.createdBy, Value: 'restoreAurora' },
  ],
  ...overrides,
});
const OURS = `pilot-light-${FAILOVER_ID}-aaaaaa`;
const SECOND = `pilot-light-${FAILOVER_ID}-bbbbbb`;
const writer = (DBInstanceStatus: string, TagList: object[] = described(OURS).TagList) => ({
  DBInstanceIdentifier: `${OURS}-writer`,
  DBInstanceStatus,
  TagList,
});

beforeEach(() => {
  rds.reset();
  ssm.reset();
  dynamoDb.reset();
  rds.on(DescribeDBInstancesCommand).rejects(awsError('DBInstanceNotFoundFault'));
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'not-restored' } });
  dynamoDb.on(GetItemCommand).resolves({});
});

test('touches nothing whose name does not begin with our prefix', async () => {
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described('pilot-light-primary'), described('billing')] });
  expect(await handler(REMOVE, context)).toMatchObject({ phase: 'gone' });
  expect(rds.commandCalls(DeleteDBClusterCommand)).toHaveLength(0);
});

test('deletes the cluster without a final snapshot once its instances are gone', async () => {
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS)] });
  expect(await handler(REMOVE, context)).toMatchObject({ phase: 'working', remaining: [OURS] });
  expect(rds.commandCalls(DeleteDBClusterCommand)[0]?.args[0].input).toEqual({
    DBClusterIdentifier: OURS,
    SkipFinalSnapshot: true,
    DeleteAutomatedBackups: true,
  });
});

test('deletes a writer that is not a member yet', async () => {
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS)] });
  rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [writer('creating')] });
  await handler(REMOVE, context);
  expect(rds.commandCalls(DeleteDBInstanceCommand)[0]?.args[0].input).toMatchObject({
    DBInstanceIdentifier: `${OURS}-writer`,
  });
  expect(rds.commandCalls(DeleteDBClusterCommand)).toHaveLength(0);
});

test('what RDS does not delete yet is waited for', async () => {
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS, { Status: 'migrating' })] });
  rds.on(DeleteDBClusterCommand).rejects(awsError('InvalidDBClusterStateFault'));
  expect(await handler(REMOVE, context)).toMatchObject({
    phase: 'working',
    waitFor: { target: 'cluster', clusterIdentifier: OURS, until: 'available' },
  });
});

test('keeps the one that it is told to keep', async () => {
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS)] });
  expect(await handler({ ...REMOVE, keepClusterIdentifier: OURS }, context)).toMatchObject({ phase: 'gone' });
  expect(rds.commandCalls(DeleteDBClusterCommand)).toHaveLength(0);
});

test('takes the cluster out of the parameters of the workload before it goes', async () => {
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS)] });
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: `arn:${OURS}` } });
  await handler(REMOVE, context);
  expect(ssm.commandCalls(PutParameterCommand).map((call) => call.args[0].input.Value)).toEqual([
    'not-restored',
    'not-restored',
  ]);
});

test('refuses, by name, what is not surely ours', async () => {
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS, { TagList: [] })] });
  await expect(handler(REMOVE, context)).rejects.toMatchObject({
    name: 'UnsafeToProceedError',
    message: expect.stringContaining(`the cluster ${OURS} does not carry the tags`),
  });
  expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(0);
});

test('goes on with the others where one may not be removed, and refuses when nothing else is left', async () => {
  const strange = described(OURS, { TagList: [] });
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [strange, described(SECOND)] });
  expect(await handler(REMOVE, context)).toMatchObject({
    phase: 'working',
    leftovers: [expect.stringContaining(`the cluster ${OURS} does not carry the tags`), `deleting ${SECOND}`],
  });
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [strange] });
  await expect(handler(REMOVE, context)).rejects.toMatchObject({ reason: 'not-ours' });
});

test('an instance that somebody has added is named, and stays', async () => {
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS)] });
  rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [writer('available', [])] });
  await expect(handler(REMOVE, context)).rejects.toMatchObject({
    message: `not-ours: the instance ${OURS}-writer of the cluster ${OURS} is not of our making: not removing it`,
  });
  expect(rds.commandCalls(DeleteDBInstanceCommand)).toHaveLength(0);
});

test('a stopped cluster is started, so that it can be deleted', async () => {
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS, { Status: 'stopped' })] });
  rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [writer('stopped')] });
  expect(await handler(REMOVE, context)).toMatchObject({ detail: `starting ${OURS}, to delete it` });
  expect(rds.commandCalls(StartDBClusterCommand)).toHaveLength(1);
});

test.each(['InvalidDBClusterStateFault', 'KMSKeyNotAccessibleFault', 'SnapshotQuotaExceededFault'])(
  '%s may pass: it is asked for again, and said in the words of AWS',
  async (name) => {
    rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS)] });
    rds.on(DeleteDBClusterCommand).rejects(awsError(name, 'not now'));
    expect(await handler(REMOVE, context)).toMatchObject({
      phase: 'working',
      leftovers: [`${OURS} cannot be deleted yet: it is available (${name}: not now)`],
    });
  },
);

test('a parameter that somebody else writes at the same moment is written soon', async () => {
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS)] });
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: `arn:${OURS}` } });
  ssm.on(PutParameterCommand).rejects(awsError('TooManyUpdates'));
  await expect(handler(REMOVE, context)).rejects.toMatchObject({ name: 'ConcurrentUpdateError' });
});

describe('a sweep after validations', () => {
  const SWEEP = { action: 'sweep', mode: 'validation' };
  const trial = (identifier: string, overrides: object = {}) =>
    described(identifier, {
      TagList: [
        { Key: TAG.validationId, Value: '20261101-040000' },
        { Key: TAG.createdBy, Value: 'restoreAurora' },
      ],
      ...overrides,
    });
  const [OLD, NEW] = ['validate-pilot-light-20261001-040000-aaaaaa', 'validate-pilot-light-20261101-040000-bbbbbb'];

  test('removes what any of them has left, and nothing of a failover', async () => {
    rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [described(OURS), trial(OLD), trial(NEW)] });
    expect(await handler(SWEEP, context)).toMatchObject({ phase: 'working', remaining: [OLD, NEW], refused: [] });
    expect(rds.commandCalls(DeleteDBClusterCommand).map((call) => call.args[0].input.DBClusterIdentifier)).toEqual([
      OLD,
      NEW,
    ]);
  });

  test('leaves what a workload of the account has whose name goes on from here', async () => {
    const other = 'validate-pilot-light-two-20261101-040000-cccccc';
    rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [trial(other)] });
    expect(await handler(SWEEP, context)).toMatchObject({ phase: 'gone', remaining: [] });
    expect(rds.commandCalls(DeleteDBClusterCommand)).toEqual([]);
  });

  test('goes on with the others where one may not be removed, and names that one', async () => {
    rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [trial(OLD, { DeletionProtection: true }), trial(NEW)] });
    expect(await handler(SWEEP, context)).toMatchObject({
      phase: 'working',
      refused: [expect.stringContaining(`the cluster ${OLD} is protected from deletion`)],
    });
    expect(rds.commandCalls(DeleteDBClusterCommand)).toHaveLength(1);
  });

  test('is refused when nothing but that one is left', async () => {
    rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [trial(OLD, { DeletionProtection: true })] });
    expect(await handler(SWEEP, context)).toMatchObject({ phase: 'refused', remaining: [OLD], waitFor: null });
  });

  test('a protection that comes between looking and deleting is seen at the next call', async () => {
    rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [trial(NEW)] });
    rds.on(DeleteDBClusterCommand).rejects(awsError('InvalidParameterCombination'));
    expect(await handler(SWEEP, context)).toMatchObject({ phase: 'working', remaining: [NEW] });
  });
});
