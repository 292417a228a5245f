import { ListCopyJobsCommand, StartBackupJobCommand } from '@aws-sdk/client-backup';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand } from '@aws-sdk/client-sns';
import { aws } from '../../../functions/keepRecoveryPointObjective/aws';
import { build } from '../../../functions/keepRecoveryPointObjective/handler';
import { context } from '../lambda-context';
import { at, VAULT } from './facts';
import { backup, CLUSTER, dynamoDb, setUp, sns } from './two-regions';

const handler = build(aws, () => at(30));
const started = () => backup.commandCalls(StartBackupJobCommand);

beforeEach(() => {
  setUp();
});

const copyOf = (resource: string, type: string, vault = VAULT) => ({
  CopyJobId: resource,
  ResourceArn: `arn:aws:rds:us-east-1:111111111111:cluster:${resource}`,
  ResourceType: type,
  DestinationBackupVaultArn: vault,
  State: 'RUNNING' as const,
  CreationDate: new Date(at(20)),
});
const under = (state: 'RUNNING' | 'CREATED', jobs: readonly object[]) =>
  backup.on(ListCopyJobsCommand, { ByState: state }).resolves({ CopyJobs: [...jobs] });
const five = () => {
  under('RUNNING', [copyOf('a', 'Aurora'), copyOf('b', 'RDS'), copyOf('c', 'Aurora'), copyOf('d', 'Aurora')]);
  under('CREATED', [copyOf('e', 'Aurora', VAULT.replace(':standby', ':another'))]);
};

test('copies of other databases that run or wait count, into any vault of the standby region: nothing is started, and it says why', async () => {
  five();
  expect(await handler({}, context)).toMatchObject({
    backupJobId: null,
    otherCopies: 5,
    detail: expect.stringContaining(
      'take all that the account may copy at a time (5 under way): no backup or copy is started until one of them is done',
    ),
  });
  expect(started()).toHaveLength(0);
});

test('they do not count where they are our own, go elsewhere or are of another service', async () => {
  five();
  under('CREATED', [
    { ...copyOf('e', 'Aurora'), ResourceArn: CLUSTER },
    copyOf('f', 'Aurora', VAULT.replace('us-west-2', 'eu-west-1')),
    copyOf('g', 'DynamoDB'),
  ]);
  expect(await handler({}, context)).toMatchObject({ backupJobId: 'job-new', otherCopies: 4 });
});

test('they are mailed when the objective does not hold for them, under a subject of its own, and not while it holds', async () => {
  five();
  process.env['RPO_MINUTES'] = '90';
  expect(await build(aws, () => at(30))({}, context)).toMatchObject({ state: 'holds', otherCopies: 5 });
  process.env['RPO_MINUTES'] = '60';
  expect(sns.commandCalls(PublishCommand)).toHaveLength(0);
  under('CREATED', [copyOf('e', 'Aurora'), copyOf('f', 'Aurora'), copyOf('g', 'Aurora')]);
  expect(await handler({}, context)).toMatchObject({ state: 'recovering' });
  const message = sns.commandCalls(PublishCommand)[0]?.args[0].input;
  expect(message?.Subject).toBe('pilot-light: other copies of the account hold up the recovery point objective');
  expect(message?.Message).toContain('Next: move the other copies to another hour, or have the quota raised');
  expect(dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input.Item?.['pk']).toEqual({ S: 'copies-held-up' });
});
