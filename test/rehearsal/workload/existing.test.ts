import { join } from 'node:path';
import { RehearsalOptionsError } from '../../../rehearsal/stage/options';
import { nameAhead } from '../../../rehearsal/workload/existing';
import type { ConfiguredWorkload } from '../../../rehearsal/workload/look-up';
import { readWorkloadFile, type WorkloadFile } from '../../../rehearsal/workload/workload-file';

const FOLDER = join(__dirname, '..', '..', 'scenarios', 'existing-workload');
const SECRETS = 'arn:aws:secretsmanager:us-east-1:111111111111:secret';
const CONFIGURED: ConfiguredWorkload = {
  account: '111111111111',
  primaryRegion: 'us-east-1',
  standbyRegion: 'us-west-2',
  clusterArn: 'arn:aws:rds:us-east-1:111111111111:cluster:orders',
  secretArn: `${SECRETS}:rds!cluster-1234-Kx7wQz`,
  standbySecretArn: `${SECRETS.replace('us-east-1', 'us-west-2')}:orders/restored-Kx7wQz`,
  keyArn: 'arn:aws:kms:us-east-1:111111111111:key/1234',
  zone: { id: 'Z0PILOTLIGHT00', name: 'example.com' },
  heartbeat: null,
  frontendBucket: null,
};
const OWN_SECRET = { ...CONFIGURED, secretArn: `${SECRETS}:orders/database-Kx7wQz`, standbySecretArn: null };

/** The database and its passwords: nothing else has a name that is looked up. */
function databaseOf(name: 'workload.json' | 'workload-global.json'): WorkloadFile {
  const file = readWorkloadFile(join(FOLDER, name), ['us-east-1', 'us-west-2']);
  return {
    ...file,
    path: name,
    objects: [],
    stacks: file.stacks.filter(({ name: stack }) => ['OrdersDatabase', 'OrdersSecrets'].includes(stack)),
  };
}

async function complaintOf(file: WorkloadFile, configured = CONFIGURED): Promise<string> {
  const error: unknown = await nameAhead(file, configured, 1).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RehearsalOptionsError);
  return error instanceof Error ? error.message : '';
}

test('the same seed names the secret and the key the same, another one does not', async () => {
  const file = databaseOf('workload.json');
  const names = await nameAhead(file, CONFIGURED, 1);

  expect(names.secretArn).toMatch(/:secret:rds!cluster-/);
  expect(names.keyArn).toMatch(/^arn:aws:kms:us-east-1:111111111111:key\//);
  expect(await nameAhead(file, CONFIGURED, 1)).toEqual(names);
  expect((await nameAhead(file, CONFIGURED, 2)).secretArn).not.toBe(names.secretArn);
});

test("a team's own secret is found by its name", async () => {
  const { secretArn } = await nameAhead(databaseOf('workload-global.json'), OWN_SECRET, 1);

  expect(secretArn).toMatch(/:secret:orders\/database-[^-]{6}$/);
});

test('a secret that nothing makes is told, managed or not', async () => {
  expect(await complaintOf(databaseOf('workload.json'), OWN_SECRET)).toContain(
    'workload.json: field stacks: none of them makes the secret orders/database',
  );
  expect(await complaintOf(databaseOf('workload-global.json'))).toContain(
    'RDS manages no password of the cluster orders',
  );
});

test('a password that nothing puts into the standby region is told', async () => {
  const file = databaseOf('workload.json');
  expect(await complaintOf({ ...file, stacks: file.stacks.slice(0, 1) })).toBe(
    'workload.json: field stacks: none of them makes the secret orders/restored in us-west-2, which ' +
      'workload.standbySecretArn of the configuration names. Add the stack that does, or write the name of its secret',
  );
});

test('a stack that is refused, an output that is not there and SQL that fails are told with their field', async () => {
  const file = databaseOf('workload.json');
  const [database] = file.stacks;
  if (database === undefined) throw new Error('The fixture has no stack.');
  const again = (parameters: (typeof database)['parameters']) => ({
    ...file,
    stacks: [database, { ...database, name: 'Again', parameters }],
  });

  expect(await complaintOf(again({ Colour: 'red' }))).toContain(
    'workload.json: field stacks.1: Parameters: [Colour] do not exist in the template',
  );
  expect(await complaintOf(again({ ReplicaRegion: { output: 'OrdersDatabase.Region' } }))).toBe(
    'workload.json: field stacks.1: "OrdersDatabase.Region": its outputs are ClusterArn, SecretArn, KeyArn. Write one of them',
  );
  expect(await complaintOf(file, { ...CONFIGURED, frontendBucket: 'orders-web' })).toContain(
    'workload.json: field objects: the bucket orders-web, which workload.frontend of the configuration names, is not in',
  );
  const twice = { ...file, sql: [...file.sql, ...file.sql] };
  expect(await complaintOf(twice)).toMatch(/^workload\.json: field sql\.1: create table orders .*already exists/);
});
