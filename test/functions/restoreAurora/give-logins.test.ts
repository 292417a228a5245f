import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/restoreAurora/aws';
import { build } from '../../../functions/restoreAurora/handler';
import { clusterIdentifierOf, failoverRun } from '../../../functions/shared/names';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { FAILOVER_ID, TAGS } from '../rds-facts';
import { ENVIRONMENT } from './environment';
import { PASSWORD, standInSecrets } from './secrets';

const IDENTIFIER = clusterIdentifierOf(failoverRun('pilot-light', FAILOVER_ID), 'arn:a');
const INPUT = {
  failoverId: FAILOVER_ID,
  mode: 'failover',
  candidates: [{ recoveryPointArn: 'arn:a', createdAt: '2026-11-22T02:00:00Z' }],
  progress: { rejected: [], refusedSince: null, passwordSet: true },
};
/** What the restored database was asked, as whom. */
let asked: { readonly secretArn: string; readonly sql: string }[] = [];
const rds = mockClient(RDSClient);
const ssm = mockClient(SSMClient);
const rdsData = mockClient(RDSDataClient);
const handler = build(aws, () => NOW);

function database({ hasRoles }: { hasRoles: boolean }): void {
  rdsData.on(ExecuteStatementCommand).callsFake(({ secretArn, sql }: { secretArn: string; sql: string }) => {
    asked.push({ secretArn, sql });
    return { records: hasRoles ? [[{ longValue: 1 }]] : [] };
  });
}

/** A cluster with everything, before it is published. */
beforeEach(() => {
  for (const client of [rds, ssm, rdsData]) client.reset();
  asked = [];
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
  database({ hasRoles: true });
  ssm.on(PutParameterCommand).callsFake(() => {
    expect(asked.filter(({ sql }) => sql.startsWith('alter role'))).toHaveLength(1);
  });
  await handler(INPUT, context).catch(() => undefined);
  expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(2);
  expect(new Set(asked.map(({ secretArn }) => secretArn))).toEqual(new Set(['arn:pilot-light/database']));
  expect(asked.at(-1)?.sql).toMatch(/^alter role "application" login password 'SCRAM-SHA-256\$/);
  expect(JSON.stringify(asked)).not.toContain(PASSWORD);
});

test('makes the role with its rights where an older backup does not have it, if it is ours to make', async () => {
  database({ hasRoles: false });
  await handler(INPUT, context).catch(() => undefined);
  const statements = asked.map(({ sql }) => sql);
  expect(statements).toContainEqual(expect.stringMatching(/^create role "application" login/));
  expect(statements).toContainEqual(
    expect.stringMatching(/^grant select, insert, update, delete .* to "application"$/),
  );
  setEnvironment({ ...ENVIRONMENT, MAY_CREATE_ROLES: 'false' });
  await expect(build(aws, () => NOW)(INPUT, context)).rejects.toMatchObject({
    name: 'UnsafeToProceedError',
    message: expect.stringContaining('the restored database has no role application'),
  });
});

test('a master password that is not taken is given once more, and nothing is published before', async () => {
  const message = 'FATAL: password authentication failed for user "postgres"; SQLState: 28P01';
  rdsData.on(ExecuteStatementCommand).rejects(awsError('DatabaseErrorException', message));
  const output = await handler(INPUT, context);
  expect(output).toMatchObject({ phase: 'preparing', progress: { passwordSet: false } });
  expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(0);
  await handler({ ...INPUT, progress: output.progress }, context);
  expect(rds.commandCalls(ModifyDBClusterCommand)[0]?.args[0].input).toMatchObject({ MasterUserPassword: PASSWORD });
});
