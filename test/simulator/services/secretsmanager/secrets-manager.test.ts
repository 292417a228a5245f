import { Kms } from '../../../../simulator/services/kms/kms';
import { providers } from '../../../../simulator/services/secretsmanager/providers';
import { SecretsManager } from '../../../../simulator/services/secretsmanager/secrets-manager';
import { awsErrorOf, callService, type FakeWorld, fakeWorld, providerRequest } from '../../support/fake-world';

let world: FakeWorld;

beforeEach(() => {
  world = fakeWorld({
    regionServices: (region) => ({ secretsManager: new SecretsManager(region), kms: new Kms(region) }),
  });
});

const get = (SecretId: string, region = 'us-east-1') =>
  callService<{ SecretString: string; ARN: string }>(world, {
    region,
    service: 'secretsmanager',
    operation: 'GetSecretValue',
    input: { SecretId },
  });

test('a secret is found by name, by ARN and by ARN without its end, in its own region only', async () => {
  const secret = world.region('us-east-1').secretsManager.create({ name: 'app/database', value: 'v' });
  expect(secret.arn).toMatch(/^arn:aws:secretsmanager:us-east-1:111111111111:secret:app\/database-\w{6}$/);
  for (const id of [secret.name, secret.arn, secret.arn.slice(0, -7)]) {
    expect(await get(id)).toMatchObject({ SecretString: 'v', ARN: secret.arn });
  }
  const elsewhere = await awsErrorOf(world, get(secret.arn, 'us-west-2'));
  expect(elsewhere.code).toBe('ResourceNotFoundException');
});

test('a template makes a secret with a generated password that leaves the excluded characters out', async () => {
  const region = world.region('us-east-1');
  const made = await providers[0]?.create(
    providerRequest(region, 'Secret', {
      GenerateSecretString: {
        SecretStringTemplate: '{"username":"admin"}',
        GenerateStringKey: 'password',
        ExcludeCharacters: ' %+~`#$&*()|[]{}:;<>?!\'/@"\\',
        PasswordLength: 30,
      },
    }),
  );
  const value = JSON.parse((await get(made?.physicalId ?? '')).SecretString) as { username: string; password: string };
  expect(value.username).toBe('admin');
  expect(value.password).toMatch(/^[a-zA-Z0-9,\-.=^_]{30}$/);
});

describe('over the API', () => {
  const call = <Output = Record<string, unknown>>(operation: string, input: object, region = 'us-east-1') =>
    world.scheduler.runToEnd(callService<Output>(world, { region, service: 'secretsmanager', operation, input }));
  const pass = (days: number) => world.scheduler.runUntil(world.scheduler.now() + days * 86_400_000);

  test('a secret is made once, also with replicas, and another value reaches them', async () => {
    const input = { Name: 'app/key', SecretString: 'v', AddReplicaRegions: [{ Region: 'us-west-2' }] };
    await call('CreateSecret', input);
    await expect(call('CreateSecret', input)).rejects.toMatchObject({ code: 'ResourceExistsException' });
    await expect(call('CreateSecret', { Name: 'no spaces', SecretString: 'v' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    for (const Region of ['us-east-1', 'mars-1', undefined]) {
      const there = { Name: 'other', SecretString: 'v', AddReplicaRegions: [{ Region }] };
      await expect(call('CreateSecret', there)).rejects.toMatchObject({ code: 'InvalidParameterException' });
    }
    await call('PutSecretValue', { SecretId: 'app/key', SecretString: 'w' });
    expect((await get('app/key', 'us-west-2')).SecretString).toBe('w');
  });

  test('a secret that is to be deleted is not read, can be restored, and goes when its window is over', async () => {
    await call('CreateSecret', { Name: 'app', SecretString: 'v' });
    const remove = (more: object = {}) => call<{ DeletionDate: Date }>('DeleteSecret', { SecretId: 'app', ...more });
    for (const days of [6, 31]) {
      await expect(remove({ RecoveryWindowInDays: days })).rejects.toMatchObject({ code: 'InvalidParameterException' });
    }
    const { DeletionDate } = await remove();
    expect(DeletionDate.getTime() - world.scheduler.now()).toBe(30 * 86_400_000);
    await expect(get('app')).rejects.toThrow('marked for deletion');
    await expect(call('CreateSecret', { Name: 'app', SecretString: 'w' })).rejects.toThrow('scheduled for deletion');
    expect(await call('DescribeSecret', { SecretId: 'app' })).toMatchObject({ DeletedDate: expect.any(Date) as Date });

    await pass(29);
    await call('RestoreSecret', { SecretId: 'app' });
    await pass(2);
    expect((await get('app')).SecretString).toBe('v');
    await remove({ RecoveryWindowInDays: 7 });
    await pass(7);
    await expect(get('app')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  test('a replica becomes a secret of its own, which takes values, and follows no more', async () => {
    await call('CreateSecret', { Name: 'app', SecretString: 'v', AddReplicaRegions: [{ Region: 'us-west-2' }] });
    const stop = (region: string) => call('StopReplicationToReplica', { SecretId: 'app' }, region);
    await expect(stop('us-east-1')).rejects.toMatchObject({ code: 'InvalidRequestException' });
    await expect(call('DeleteSecret', { SecretId: 'app' }, 'us-west-2')).rejects.toThrow('replica secret');
    await stop('us-west-2');
    await call('PutSecretValue', { SecretId: 'app', SecretString: 'there' }, 'us-west-2');
    await call('PutSecretValue', { SecretId: 'app', SecretString: 'here' });
    expect((await get('app', 'us-west-2')).SecretString).toBe('there');
    expect((await get('app')).SecretString).toBe('here');
    await call('DeleteSecret', { SecretId: 'app', ForceDeleteWithoutRecovery: true });
  });

  test.each<readonly [asked: object, pattern: RegExp]>([
    [{}, /^.{32}$/],
    [{ PasswordLength: 4, ExcludePunctuation: true }, /^[a-zA-Z0-9]{4}$/],
    [{ ExcludeCharacters: '"@/\\ ', PasswordLength: 20 }, /^[^"@/\\ ]{20}$/],
    [{ ExcludeLowercase: true, ExcludePunctuation: true, ExcludeNumbers: true }, /^[A-Z]{32}$/],
    [{ PasswordLength: 1, RequireEachIncludedType: false }, /^.$/],
  ])('a random password as asked for: %j', async (asked, pattern) => {
    const { RandomPassword } = await call<{ RandomPassword: string }>('GetRandomPassword', asked);
    expect(RandomPassword).toMatch(pattern);
  });

  test('a random password has each type that is left, and is refused where it cannot', async () => {
    const { RandomPassword } = await call<{ RandomPassword: string }>('GetRandomPassword', { PasswordLength: 4 });
    for (const type of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]) expect(RandomPassword).toMatch(type);
    for (const asked of [{ PasswordLength: 3 }, { PasswordLength: 4097 }, { PasswordLength: 0 }]) {
      await expect(call('GetRandomPassword', asked)).rejects.toMatchObject({ code: 'InvalidParameterException' });
    }
  });
});
