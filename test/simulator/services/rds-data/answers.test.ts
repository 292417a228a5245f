import { sqlStateOf } from '../../../../functions/shared/data-api';
import { indexCheckSql } from '../../../../functions/shared/catalogue-sql';
import type { Cluster } from '../../../../simulator/services/rds/model';
import { awsError } from '../../../functions/lambda-context';
import { type AuroraWorld, auroraWorld, closeWorld, primaryCluster, sql } from '../../support/aurora-world';
import { awsErrorOf } from '../../support/fake-world';

let world: AuroraWorld;
let cluster: Cluster;

beforeAll(async () => {
  world = auroraWorld();
  cluster = await primaryCluster(world);
  await sql(world, cluster, "CREATE TYPE mood AS ENUM ('fine')");
});
afterAll(() => closeWorld(world));

const refusal = (text: string, more: object = {}) => awsErrorOf(world, sql(world, cluster, text, more));

test.each([
  ['SELECT absent', 'ERROR: column "absent" does not exist; Position: 8; SQLState: 42703', '42703'],
  [
    "SELECT lower(now(), 'x')",
    'ERROR: function lower(timestamp with time zone, unknown) does not exist; Hint: No function matches the given name and ' +
      'argument types. You might need to add explicit type casts.; Position: 8; SQLState: 42883',
    '42883',
  ],
  ['SELECT 1 / 0', 'ERROR: division by zero; SQLState: 22012', '22012'],
])('an error has its hint and its position, where PostgreSQL has them: %s', async (text, message, sqlState) => {
  const { code, message: said } = await refusal(text);
  expect({ code, said }).toEqual({ code: 'DatabaseErrorException', said: message });
  expect(sqlStateOf(awsError(code, said))).toBe(sqlState);
});

test.each(['clerk', 'app'])('without a database it is the one of the user’s name: %s', async (username) => {
  const value = JSON.stringify({ username, password: 'its-password' });
  const { arn: secretArn } = world.region('us-east-1').secretsManager.create({ name: username, value });
  await sql(world, cluster, `CREATE ROLE ${username} LOGIN PASSWORD 'its-password'`);
  const asked = { secretArn, database: undefined };
  if (username === 'app') await sql(world, cluster, 'SELECT 1', asked);
  else
    expect((await refusal('SELECT 1', asked)).message).toBe('FATAL: database "clerk" does not exist; SQLState: 3D000');
});

test.each([
  ['pg_sleep(0)', 'VOID'],
  ["'1 day'::interval", 'INTERVAL'],
  ["'17:08:20+02'::timetz", 'TIMETZ'],
  ["'numbers'::regclass", 'regclass'],
  ['\'r\'::"char"', '"CHAR"'],
  ["'1'::money", 'MONEY'],
  ["'(1,2)'::point", 'POINT'],
  ['ROW(1, 2)', 'RECORD'],
])('%s is of a type that the Data API does not return', async (expression, type) => {
  expect(await refusal(`SELECT ${expression} AS value`)).toMatchObject({
    code: 'UnsupportedResultException',
    message: `The result contains the unsupported data type ${type}.`,
  });
  await sql(world, cluster, `SELECT cast(${expression} AS text) AS value`);
});

test('an enum, a name, an array and an instant are returned', async () => {
  const values = ["'fine'::mood", "'x'::name", "ARRAY['a']", 'now()', "'10.0.0.1'::inet", "'{}'::jsonb", '1::oid'];
  const answer = await sql(world, cluster, `SELECT ${values.join(', ')}`);
  expect(answer['records']).toEqual([expect.arrayContaining([{ stringValue: 'fine' }, { stringValue: 'x' }])]);
});

test('the check of an index is of a type that is returned', async () => {
  await sql(world, cluster, 'CREATE EXTENSION IF NOT EXISTS amcheck');
  await sql(world, cluster, 'CREATE INDEX numbers_number ON numbers (number)');
  expect(await sql(world, cluster, indexCheckSql('public', 'public.numbers_number'))).toMatchObject({
    records: [[{ stringValue: '' }]],
  });
});
