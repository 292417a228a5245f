import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from '../lambda-context';

export const PASSWORD = 'password-of-the-secret';

/** The secrets of the standby region: those of the names, of the user that each is given. */
export const USERS: Readonly<Record<string, string>> = {
  'pilot-light/database': 'postgres',
  'pilot-light/application': 'application',
  'pilot-light/reader': 'pilot_light_reader',
};

/** @param answer what an answer waits for */
export function standInSecrets(users = USERS, answer: () => Promise<void> = async () => undefined) {
  const secrets = mockClient(SecretsManagerClient);
  secrets.on(GetSecretValueCommand).callsFake(async ({ SecretId }: { SecretId: string }) => {
    await answer();
    const username = users[SecretId];
    if (username === undefined) throw awsError('ResourceNotFoundException');
    return { ARN: `arn:${SecretId}`, VersionId: 'v1', SecretString: JSON.stringify({ username, password: PASSWORD }) };
  });
  return secrets;
}
