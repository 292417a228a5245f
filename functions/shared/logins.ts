import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { isNamed } from './aws-errors';
import { UnsafeToProceedError } from './errors';

/** A database user and the password: never part of a log, an output or an error. */
export interface Login {
  readonly secretArn: string;
  /** Of the secret: another password has another one. */
  readonly versionId: string;
  readonly username: string;
  readonly password: string;
}

const Value = z.object({ username: z.string().min(1), password: z.string().min(1) });

/**
 * What a secret of this region holds, by its name or ARN.
 *
 * @throws UnsafeToProceedError when it is not there, or holds something else
 */
export async function readLogin(client: SecretsManagerClient, secretId: string): Promise<Login> {
  const found = await readSecret(client, secretId);
  if (found === undefined) throw new UnsafeToProceedError('no-database-secret', `${secretId} is not in this region`);
  const value = Value.safeParse(parseJson(found.text));
  if (value.success) return { secretArn: found.secretArn, versionId: found.versionId, ...value.data };
  throw new UnsafeToProceedError('no-database-secret', `${secretId} does not hold a username and a password, as JSON`);
}

async function readSecret(client: SecretsManagerClient, secretId: string) {
  try {
    const found = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    const { ARN: secretArn = '', VersionId: versionId = '', SecretString: text = '' } = found;
    return { secretArn, versionId, text };
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException') || isMarkedForDeletion(error)) return undefined;
    throw error;
  }
}

/** Secrets Manager API Reference, GetSecretValue, InvalidRequestException. */
function isMarkedForDeletion(error: unknown): boolean {
  return isNamed(error, 'InvalidRequestException') && error.message.includes('marked for deletion');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
