/** Who signed a request, and for what. The signature itself is not checked. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** Reads `AWS4-HMAC-SHA256 Credential=KEY/20261124/us-west-2/rds/aws4_request, …`. */
export function readScope(authorization: string | undefined): CredentialScope | 'malformed' | undefined {
  if (authorization === undefined || authorization === '') return undefined;
  const credential = /^AWS4-HMAC-SHA256 +Credential=([^,]+)/.exec(authorization)?.[1];
  const [accessKeyId, , region, service, terminator] = credential?.split('/') ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined || terminator !== 'aws4_request') {
    return 'malformed';
  }
  return { accessKeyId, region, service };
}
