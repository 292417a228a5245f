import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  paginateFilterLogEvents,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { matcherOf } from '../../../../simulator/services/logs/filter-pattern';
import type { LogLine } from '../../../../simulator/services/logs/log-group';
import { createWorld } from '../../../../simulator/create-world';
import { SimulatedRequestHandler } from '../../../../simulator/wire/request-handler';
import { VirtualTimeDriver } from '../../../../simulator/wire/virtual-time-driver';
import type { World } from '../../../../simulator/world';

const REGION = 'us-west-2';
const START_MS = Date.parse('2026-01-05T00:00:00Z');
const GROUP = '/aws/lambda/shop';

let world: World;
let logs: CloudWatchLogsClient;
beforeEach(() => {
  world = createWorld({ seed: 1, startMs: START_MS, accountId: '111111111111', regions: [REGION] });
  logs = new CloudWatchLogsClient({
    region: REGION,
    credentials: world.iam.operatorCredentials,
    requestHandler: new SimulatedRequestHandler(world, new VirtualTimeDriver(world.scheduler)),
  });
});

const create = (logGroupName: string) => logs.send(new CreateLogGroupCommand({ logGroupName }));
const described = async (input = {}) => (await logs.send(new DescribeLogGroupsCommand(input))).logGroups ?? [];
const names = async (input = {}) => (await described(input)).map(({ logGroupName }) => logGroupName);

test('a group is made once, listed by prefix or part of its name, and deleted', async () => {
  for (const name of ['/b', '/aws/rds/cluster/a/postgresql', '/aws/rds/cluster/b/postgresql']) await create(name);
  await expect(create('/b')).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  await expect(create('no spaces')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  expect(await names({ logGroupNamePrefix: '/aws/rds/cluster/' })).toEqual([
    '/aws/rds/cluster/a/postgresql',
    '/aws/rds/cluster/b/postgresql',
  ]);
  expect(await names({ logGroupNamePattern: 'CLUSTER/B' })).toEqual(['/aws/rds/cluster/b/postgresql']);
  const first = await logs.send(new DescribeLogGroupsCommand({ limit: 2 }));
  expect(await names({ limit: 2, nextToken: first.nextToken })).toEqual(['/b']);
  for (const input of [{ limit: 51 }, { limit: 0 }, { nextToken: 'x' }]) {
    await expect(names(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  }

  await logs.send(new DeleteLogGroupCommand({ logGroupName: '/b' }));
  expect(await names()).not.toContain('/b');
  await expect(logs.send(new DeleteLogGroupCommand({ logGroupName: '/b' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a group keeps its lines for ever, or for one of the retentions that there are', async () => {
  await create(GROUP);
  const retain = (retentionInDays: number) =>
    logs.send(new PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays }));
  expect((await described())[0]?.retentionInDays).toBeUndefined();
  for (const days of [1, 90, 3653]) {
    await retain(days);
    expect((await described())[0]?.retentionInDays).toBe(days);
  }
  for (const days of [2, 100]) await expect(retain(days)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await logs.send(new DeleteRetentionPolicyCommand({ logGroupName: GROUP }));
  expect((await described())[0]?.retentionInDays).toBeUndefined();
});

test('the lines of functions come in the order of time, by pages, of the time that is asked for', async () => {
  await create(GROUP);
  wroteByFunctions([3, 1, 2].map((minute) => line(minute, `line ${minute}`)));
  const filter = async (input: object) =>
    (await logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, ...input }))).events?.map(
      ({ message }) => message,
    );

  expect(await filter({})).toEqual(['line 1', 'line 2', 'line 3']);
  expect(await filter({ startTime: START_MS + 120_000, endTime: START_MS + 120_000 })).toEqual(['line 2']);
  expect(await filter({ filterPattern: '?1 ?3' })).toEqual(['line 1', 'line 3']);
  expect(await filter({ logStreamNamePrefix: '2025' })).toEqual([]);
  const paged: unknown[] = [];
  const pages = paginateFilterLogEvents(
    { client: logs },
    { logGroupIdentifier: `arn:aws:logs:us-west-2:111111111111:log-group:${GROUP}`, limit: 2, interleaved: true },
  );
  for await (const { events } of pages) paged.push(events?.length);
  expect(paged).toEqual([2, 1]);
  await expect(filter({ logGroupName: '/none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

  await logs.send(new PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays: 1 }));
  await world.scheduler.runUntil(START_MS + 86_400_000 + 90_000);
  expect(await filter({})).toEqual(['line 2', 'line 3']);
});

test.each<readonly [pattern: string, message: string, isFound: boolean]>([
  ['', 'anything', true],
  ['ERROR', 'an ERROR', true],
  ['ERROR', 'an error', false],
  ['ERROR shop', 'shop: ERROR', true],
  ['ERROR shop', 'ERROR', false],
  ['"two words"', 'these two words', true],
  ['"two words"', 'two of the words', false],
  ['?one ?two', 'two', true],
  ['?one ?two', 'three', false],
  ['ERROR -timeout', 'ERROR: timeout', false],
  ['-timeout', 'ERROR', true],
])('the pattern %j finds %j: %s', (pattern, message, isFound) => {
  expect(matcherOf(pattern)(message)).toBe(isFound);
});

test('a pattern for JSON, columns or a regular expression is not modelled', () => {
  for (const pattern of ['{ $.level = "ERROR" }', '[ip, id]', '%a.c%']) {
    expect(() => matcherOf(pattern)).toThrow('not modelled');
  }
});

const line = (minute: number, message: string): LogLine => ({
  stream: '2026/01/05/[$LATEST]shop',
  timestampMs: START_MS + minute * 60_000,
  message,
});

function wroteByFunctions(lines: readonly LogLine[]): void {
  jest.spyOn(world.region(REGION).lambda, 'linesIn').mockImplementation((group) => (group === GROUP ? lines : []));
}
