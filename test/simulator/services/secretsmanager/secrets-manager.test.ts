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
