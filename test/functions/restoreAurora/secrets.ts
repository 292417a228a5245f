import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from '../lambda-context';

export const PASSWORD = 'password-of-the-secret';

/** The secrets of the standby region: those of the names, of the user that each is given. */
export function standInSecrets(users: Readonly<Record<string, string>> = { 'pilot-light/database': 'postgres' }) {
  const secrets = mockClient(SecretsManagerClient);
  secrets.on(GetSecretValueCommand).callsFake(({ SecretId }: { SecretId: string }) => {
    const username = users[SecretId];
    if (username === undefined) throw awsError('ResourceNotFoundException');
    return { ARN: `arn:${SecretId}`, SecretString: JSON.stringify({ username, password: PASSWORD }) };
  });
  return secrets;
}
