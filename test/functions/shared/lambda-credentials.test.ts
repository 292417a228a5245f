import { defaultProvider } from '../../../functions/shared/lambda-credentials';

const NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);

afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test('gives what Lambda has set, as it is when it is asked', async () => {
  const provider = defaultProvider();
  for (const name of NAMES) process.env[name] = name.toLowerCase();
  expect(await provider()).toEqual({
    accessKeyId: 'aws_access_key_id',
    secretAccessKey: 'aws_secret_access_key',
    sessionToken: 'aws_session_token',
  });
});

test('names what is missing', async () => {
  for (const name of NAMES) delete process.env[name];
  await expect(defaultProvider()()).rejects.toMatchObject({
    name: 'CredentialsProviderError',
    message: 'AWS_ACCESS_KEY_ID is not set: Lambda sets it',
  });
});
