import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/ensureRoles/aws';
import { build } from '../../../functions/ensureRoles/handler';
import { isPassword } from '../../../simulator/data/scram';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { PASSWORD, standInSecrets } from '../restoreAurora/secrets';

setEnvironment({
  CLUSTER_ARN: 'arn:primary',
  DATABASE_NAME: 'app',
  MASTER_SECRET_NAME: 'pilot-light/database',
  APPLICATION_SECRET_NAME: 'pilot-light/application',
  READER_SECRET_NAME: 'pilot-light/reader',
});
const handler = build(aws, () => NOW);

/** A database: which roles it has, and what it keeps of the password of each. */
class Database {
  readonly roles = new Map<string, string | undefined>([['postgres', PASSWORD]]);
  readonly statements: string[] = [];

  constructor() {
    mockClient(RDSDataClient)
      .on(ExecuteStatementCommand)
      .callsFake(({ secretArn, sql, parameters }: { secretArn: string; sql: string; parameters: unknown }) => {
        const user = { database: 'postgres', application: 'application', reader: 'pilot_light_reader' }[
          secretArn.slice('arn:pilot-light/'.length)
        ];
        if (!isPassword(this.roles.get(user ?? ''), PASSWORD)) {
          const message = `FATAL: password authentication failed for user "${user}"; SQLState: 28P01`;
          throw awsError('DatabaseErrorException', message);
        }
        this.statements.push(sql);
        const [, role = '', verifier] = /^(?:create|alter) role "(\w+)" login password '([^']+)'$/.exec(sql) ?? [];
        if (verifier !== undefined) this.roles.set(role, verifier);
        if (!sql.includes('pg_roles')) return {};
        const name = (parameters as { value: { stringValue: string } }[])[0]?.value.stringValue ?? '';
        return { records: this.roles.has(name) ? [[{ longValue: 1 }]] : [] };
      });
  }

  changes(): readonly string[] {
    return this.statements.filter((sql) => !sql.startsWith('select'));
  }
}

beforeEach(() => {
  standInSecrets();
});

test('makes both roles with the passwords of their secrets, and their rights; once', async () => {
  const database = new Database();
  expect(await handler({}, context)).toEqual({
    roles: [
      { role: 'application', did: 'created' },
      { role: 'pilot_light_reader', did: 'created' },
    ],
  });
  expect(database.changes()).toContain(
    'grant select, insert, update, delete on all tables in schema public to "application"',
  );
  expect(database.changes()).toContain('alter role "pilot_light_reader" set default_transaction_read_only = on');
  const reader = database.changes().filter((sql) => sql.includes('"pilot_light_reader"'));
  expect(reader.join()).not.toMatch(/insert|update|delete|create on/);
  const count = database.changes().length;
  expect((await handler({}, context)).roles.map(({ did }) => did)).toEqual(['unchanged', 'unchanged']);
  expect(database.changes()).toHaveLength(count);
});

test('a role that is there and does not log in is given its password', async () => {
  const database = new Database();
  database.roles.set('pilot_light_reader', undefined);
  database.roles.set('application', 'another');
  expect((await handler({}, context)).roles.map(({ did }) => did)).toEqual(['changed', 'changed']);
});

test('no password is in a statement or in the answer', async () => {
  const database = new Database();
  const answer = await handler({}, context);
  expect(JSON.stringify([answer, database.statements])).not.toContain(PASSWORD);
});

test('without a master user that is let in it says so, and whose password is wrong', async () => {
  new Database().roles.set('postgres', 'another');
  await expect(handler({}, context)).rejects.toMatchObject({
    name: 'UnsafeToProceedError',
    message: expect.stringContaining('the master user is not let in with the password of pilot-light/database'),
  });
});
