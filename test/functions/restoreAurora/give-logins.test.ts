import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { ExecuteStatementCommand, type ExecuteStatementCommandInput, RDSDataClient } from '@aws-sdk/client-rds-data';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/restoreAurora/aws';
import { build } from '../../../functions/restoreAurora/handler';
import { clusterIdentifierOf, failoverRun } from '../../../functions/shared/names';
import { closeWorld } from '../../simulator/support/aurora-world';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { FAILOVER_ID, TAGS } from '../rds-facts';
import { ENVIRONMENT } from './environment';
import { RestoredRoles } from './restored-roles';
import { restore } from './run-functions';
import { PASSWORD, standInSecrets } from './secrets';
import { SimulatedRds } from './simulated-rds';

const IDENTIFIER = clusterIdentifierOf(failoverRun('pilot-light', FAILOVER_ID), 'arn:a');
const INPUT = {
  failoverId: FAILOVER_ID,
  mode: 'failover',
  candidates: [{ recoveryPointArn: 'arn:a', createdAt: '2026-11-22T02:00:00Z' }],
  progress: { rejected: [], refusedSince: null, passwordSet: true },
};
/** Its password, and what it may do. */
const ALL_THAT_MAKE_THE_ROLE = [
  expect.stringMatching(/^create role "application" login password 'SCRAM-SHA-256\$/),
  'grant usage on schema public to "application"',
  'grant select, insert, update, delete on all tables in schema public to "application"',
  'grant usage, select on all sequences in schema public to "application"',
  'alter default privileges in schema public grant select, insert, update, delete on tables to "application"',
  'alter default privileges in schema public grant usage, select on sequences to "application"',
];
let roles: RestoredRoles;
const rds = mockClient(RDSClient);
const ssm = mockClient(SSMClient);
const rdsData = mockClient(RDSDataClient);
const handler = build(aws, () => NOW);

function database({ hasRole }: { hasRole: boolean }): void {
  roles = new RestoredRoles({ isThere: hasRole });
  rdsData.on(ExecuteStatementCommand).callsFake((input: ExecuteStatementCommandInput) => roles.execute(input));
}

/** A cluster with everything, before it is published. */
beforeEach(() => {
  for (const client of [rds, ssm, rdsData]) client.reset();
  setEnvironment(ENVIRONMENT);
  standInSecrets();
  const writer = `${IDENTIFIER}-writer`;
  rds.on(DescribeDBClustersCommand).resolves({
    DBClusters: [
      {
        DBClusterIdentifier: IDENTIFIER,
        DBClusterArn: 'arn:cluster',
        Status: 'available',
        HttpEndpointEnabled: true,
        DeletionProtection: true,
        DBClusterMembers: [{ DBInstanceIdentifier: writer, IsClusterWriter: true }],
        TagList: Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value })),
      },
    ],
  });
  rds.on(DescribeDBInstancesCommand).resolves({
    DBInstances: [{ DBInstanceIdentifier: writer, DBInstanceStatus: 'available' }],
  });
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'not-restored' } });
});

test('gives the role of the workload its password before it publishes the database, as the master user', async () => {
  database({ hasRole: true });
  ssm.on(PutParameterCommand).callsFake(() => {
    expect(roles.statements.filter((sql) => sql.startsWith('alter role'))).toHaveLength(1);
  });
  await handler(INPUT, context).catch(() => undefined);
  expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(2);
  expect(new Set(roles.asked.map(({ secretArn }) => secretArn))).toEqual(new Set(['arn:pilot-light/database']));
  expect(roles.statements.at(-1)).toMatch(/^alter role "application" login password 'SCRAM-SHA-256\$/);
  expect(JSON.stringify(roles.asked)).not.toContain(PASSWORD);
});

test('makes the role with its rights where an older backup does not have it, if it is ours to make', async () => {
  database({ hasRole: false });
  const output = await handler(INPUT, context);
  expect(output).toMatchObject({ phase: 'preparing', progress: { logins: { how: 'create', done: 0 } } });
  expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(0);
  await handler({ ...INPUT, progress: output.progress }, context).catch(() => undefined);
  expect(roles.statements.slice(1)).toEqual(ALL_THAT_MAKE_THE_ROLE);
  expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(2);
  setEnvironment({ ...ENVIRONMENT, MAY_CREATE_ROLES: 'false' });
  database({ hasRole: false });
  await expect(build(aws, () => NOW)(INPUT, context)).rejects.toMatchObject({
    name: 'UnsafeToProceedError',
    message: expect.stringContaining('the restored database has no role application'),
  });
});

test('a call that dies after it has made the role is resumed by one that gives it all of its rights', async () => {
  database({ hasRole: false });
  const { progress } = await handler(INPUT, context);
  rdsData
    .on(ExecuteStatementCommand, { sql: 'grant usage on schema public to "application"' })
    .rejectsOnce(awsError('InternalServerErrorException', 'no answer', 500))
    .callsFake((input: ExecuteStatementCommandInput) => roles.execute(input));
  await expect(handler({ ...INPUT, progress }, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  expect(roles.isThere).toBe(true);
  roles.asked.length = 0;
  await handler({ ...INPUT, progress }, context).catch(() => undefined);
  expect(roles.statements).toEqual(ALL_THAT_MAKE_THE_ROLE);
  expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(2);
});

test('where statements are slow each call does one and leaves the rest to the next, and none is repeated', async () => {
  database({ hasRole: false });
  let nowMs = NOW;
  const slow = build(aws, () => nowMs);
  rdsData.on(ExecuteStatementCommand).callsFake((input: ExecuteStatementCommandInput) => {
    nowMs += 30_000;
    return roles.execute(input);
  });
  let progress: object = INPUT.progress;
  for (let call = 1; call <= 1 + ALL_THAT_MAKE_THE_ROLE.length; call += 1) {
    ({ progress } = await slow({ ...INPUT, progress }, context));
    expect(roles.statements).toHaveLength(call);
    expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(0);
  }
  expect(roles.statements.slice(1)).toEqual(ALL_THAT_MAKE_THE_ROLE);
  await slow({ ...INPUT, progress }, context).catch(() => undefined);
  expect(roles.statements).toHaveLength(1 + ALL_THAT_MAKE_THE_ROLE.length);
  expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(2);
});

test.each(['drill', 'failover'] as const)(
  'where every answer takes 12 s a %s restores all the same, and no call comes near the 60 s of the function',
  async (mode) => {
    const simulated = await SimulatedRds.open();
    try {
      simulated.answerSeconds = 12;
      simulated.roles.isThere = false;
      const ended = await restore(simulated, { mode, failoverId: FAILOVER_ID });
      expect(ended).toMatchObject({ kind: 'ready' });
      expect(ended.longestInvocationSeconds).toBeLessThan(55);
      expect(simulated.parameters.get('/cluster-arn')).toBe(simulated.clusters[0]?.arn);
    } finally {
      await closeWorld(simulated.world);
    }
  },
);

test('a master password that is not taken is given once more, and nothing is published before', async () => {
  const message = 'FATAL: password authentication failed for user "postgres"; SQLState: 28P01';
  rdsData.on(ExecuteStatementCommand).rejects(awsError('DatabaseErrorException', message));
  const output = await handler(INPUT, context);
  expect(output).toMatchObject({ phase: 'preparing', progress: { passwordSet: false } });
  expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(0);
  await handler({ ...INPUT, progress: output.progress }, context);
  expect(rds.commandCalls(ModifyDBClusterCommand)[0]?.args[0].input).toMatchObject({ MasterUserPassword: PASSWORD });
});
