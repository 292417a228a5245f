/**
 * What the bundles have in place of the SDK's default provider of credentials, which can also log in, assume roles and read
 * files: a ninth of a bundle, that is loaded at every cold start. Lambda hands a function the credentials of its role in
 * these variables, and no other way (Lambda Developer Guide, "Defined runtime environment variables":
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), where the default provider looks first, too.
 */
export function defaultProvider(): () => Promise<LambdaCredentials> {
  return async () => ({
    accessKeyId: variable('AWS_ACCESS_KEY_ID'),
    secretAccessKey: variable('AWS_SECRET_ACCESS_KEY'),
    sessionToken: process.env['AWS_SESSION_TOKEN'],
  });
}

export interface LambdaCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

function variable(name: string): string {
  const value = process.env[name];
  // As the SDK's own provider names it.
  if (!value)
    throw Object.assign(new Error(`${name} is not set: Lambda sets it`), { name: 'CredentialsProviderError' });
  return value;
}
