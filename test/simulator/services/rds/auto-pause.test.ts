import type { DescribeDBClustersCommandOutput } from '@aws-sdk/client-rds';
import { capacityOf } from '../../../../simulator/services/rds/auto-pause';
import { globalClustersOf } from '../../../../simulator/services/rds/global-clusters';
import type { Cluster } from '../../../../simulator/services/rds/model';
import { type AuroraWorld, auroraWorld, closeWorld, primaryCluster, rdsCall, sql } from '../../support/aurora-world';
import { awsErrorOf, callService } from '../../support/fake-world';

const EAST = 'us-east-1';
const HOUR_MS = 3_600_000;
const WRITER = 'pilot-light-primary-writer';
const READER = 'pilot-light-primary-reader';
const THIS = { DBClusterIdentifier: 'pilot-light-primary' };

let world: AuroraWorld;
let cluster: Cluster;

beforeEach(async () => {
  world = auroraWorld();
  cluster = await primaryCluster(world);
  await addReader(2);
  await scale({ MinCapacity: 0, SecondsUntilAutoPause: 86_400 });
});

afterEach(() => closeWorld(world));

const rds = () => world.region(EAST).rds;
const acusOf = (identifier: string) => capacityOf(world.region(EAST), rds().instances.get(identifier));
const ask = () => sql(world, cluster, 'SELECT 1');

async function addReader(tier: number): Promise<void> {
  await rdsCall(world, EAST, 'CreateDBInstance', {
    ...THIS,
    DBInstanceIdentifier: READER,
    DBInstanceClass: 'db.serverless',
    Engine: 'aurora-postgresql',
    PromotionTier: tier,
  });
  await world.scheduler.runToEnd(rds().instances.get(READER).settled);
}

async function scale(ServerlessV2ScalingConfiguration: object): Promise<void> {
  await rdsCall(world, EAST, 'ModifyDBCluster', { ...THIS, ServerlessV2ScalingConfiguration });
  await world.scheduler.runToEnd(cluster.settled);
}

async function pass(hours: number): Promise<void> {
  await world.scheduler.runUntil(world.scheduler.now() + hours * HOUR_MS);
}

/** As somebody does who asks the writer every hour. */
async function passAsking(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    await ask();
    await pass(1);
  }
}

const refusalOfAsking = () =>
  awsErrorOf(
    world,
    callService(world, {
      region: EAST,
      service: 'rds-data',
      operation: 'ExecuteStatement',
      input: { resourceArn: cluster.arn, secretArn: cluster.masterSecret?.arn, database: 'app', sql: 'SELECT 1' },
    }),
  );

test('who asks the writer every hour keeps it awake, and a reader of tier 2 pauses after its day without anybody', async () => {
  await passAsking(23);
  expect([acusOf(WRITER), acusOf(READER)]).toEqual([0.5, 0.5]);
  await passAsking(48);
  expect([acusOf(WRITER), acusOf(READER)]).toEqual([0.5, 0]);
  expect(rds().instances.get(READER).status).toBe('available');
});

test('a reader of tier 1 is as awake as its writer', async () => {
  rds().instances.get(READER).promotionTier = 1;
  await passAsking(48);
  expect([acusOf(WRITER), acusOf(READER)]).toEqual([0.5, 0.5]);
});

test('a writer that nobody asks pauses, too: the first who does is refused for 15 seconds', async () => {
  await ask();
  await pass(25);
  expect(acusOf(WRITER)).toBe(0);
  expect(await refusalOfAsking()).toMatchObject({
    code: 'DatabaseResumingException',
    message: expect.stringMatching(/^The Aurora DB instance db-\w+ is resuming after being auto-paused/),
  });
  await pass(14 / 3600);
  expect(await refusalOfAsking()).toMatchObject({ code: 'DatabaseResumingException' });
  await pass(2 / 3600);
  await ask();
  expect(acusOf(WRITER)).toBe(0.5);
});

test('after a day of pause it takes twice as long', async () => {
  await pass(24 + 25);
  await refusalOfAsking();
  await pass(29 / 3600);
  expect(await refusalOfAsking()).toMatchObject({ code: 'DatabaseResumingException' });
  await pass(2 / 3600);
  await ask();
});

test('a reader that sleeps takes over when it has resumed, and begins at half a unit', async () => {
  await passAsking(72);
  await rdsCall(world, EAST, 'DeleteDBInstance', { DBInstanceIdentifier: WRITER });
  expect(await refusalOfAsking()).toMatchObject({ code: 'DatabaseResumingException' });
  await pass(31 / 3600);
  await ask();
  expect(acusOf(READER)).toBe(0.5);
});

test('no member of a global database pauses', async () => {
  await pass(48);
  expect(acusOf(READER)).toBe(0);
  cluster.masterSecret = undefined;
  globalClustersOf(world).create({ identifier: 'global', primary: cluster, deletionProtection: false, tags: {} });
  expect([acusOf(WRITER), acusOf(READER)]).toEqual([0.5, 0.5]);
});

test('with logical replication nothing pauses', async () => {
  rds().groups.createParameterGroup('cluster-pg', {
    name: 'logical',
    family: 'aurora-postgresql17',
    description: 'x',
    parameters: { 'rds.logical_replication': '1' },
    tags: {},
  });
  cluster.parameterGroup = 'logical';
  await pass(48);
  expect([acusOf(WRITER), acusOf(READER)]).toEqual([0.5, 0.5]);
});

const scalingOf = async () => {
  const answer = await rdsCall<DescribeDBClustersCommandOutput>(world, EAST, 'DescribeDBClusters', THIS);
  return answer.DBClusters?.[0]?.ServerlessV2ScalingConfiguration;
};

test('the time until a pause is five minutes where it is not said, and goes with another minimum', async () => {
  expect(await scalingOf()).toEqual({ MinCapacity: 0, MaxCapacity: 8, SecondsUntilAutoPause: 86_400 });
  await scale({ MinCapacity: 0.5 });
  expect(await scalingOf()).toEqual({ MinCapacity: 0.5, MaxCapacity: 8 });
  await scale({ MinCapacity: 0 });
  expect(await scalingOf()).toEqual({ MinCapacity: 0, MaxCapacity: 8, SecondsUntilAutoPause: 300 });
});

test.each([
  [
    { MinCapacity: 0.5, SecondsUntilAutoPause: 300 },
    'SecondsUntilAutoPause can only be specified when minimum capacity is 0.',
  ],
  [{ MinCapacity: 0, SecondsUntilAutoPause: 299 }, /299 isn't valid/],
  [{ MinCapacity: 0, SecondsUntilAutoPause: 86_401 }, /86401 isn't valid/],
])('%j is refused', async (ServerlessV2ScalingConfiguration, message) => {
  const input = { ...THIS, ServerlessV2ScalingConfiguration };
  const error = await awsErrorOf(
    world,
    callService(world, { region: EAST, service: 'rds', operation: 'ModifyDBCluster', input }),
  );
  expect(error.code).toBe('InvalidParameterValue');
  expect(error.message).toMatch(message);
});
