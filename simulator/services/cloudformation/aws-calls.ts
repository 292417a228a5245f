import * as z from 'zod';
import { AwsError, type Caller } from '../../service';
import type { Region } from '../../world';
import { s3Error } from '../s3/s3-error';
import type { ReferenceSource } from './dynamic-references';
import { isLostCall } from './resource-failure';

/** What CloudFormation itself reads from other services, with the permissions of whom it acts for. */

/** Systems Manager takes ten names in one GetParameters call (SSM API model). */
const NAMES_PER_CALL = 10;

/** The values of SSM parameters; a name that does not exist is missing from the map. */
export async function fetchParameters(
  region: Region,
  caller: Caller,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (let first = 0; first < names.length; first += NAMES_PER_CALL) {
    const input = { Names: names.slice(first, first + NAMES_PER_CALL) };
    const output = await region.world.dispatcher.dispatch({
      region: region.name,
      service: 'ssm',
      operation: 'GetParameters',
      input,
      caller,
    });
    for (const { Name, Value } of GetParametersOutput.parse(output).Parameters) values.set(Name, Value);
  }
  return values;
}

/** What `{{resolve:…}}` in a template reads. */
export function referenceSource(region: Region, caller: Caller): ReferenceSource {
  return {
    async ssm(name) {
      const value = (await fetchParameters(region, caller, [name])).get(name);
      if (value === undefined)
        throw invalid(`Unable to fetch parameters [${name}] from parameter store for this account.`);
      return value;
    },
    async secret(id) {
      const output = await region.world.dispatcher.dispatch({
        region: region.name,
        service: 'secretsmanager',
        operation: 'GetSecretValue',
        input: { SecretId: id },
        caller,
      });
      return GetSecretValueOutput.parse(output).SecretString;
    },
  };
}

/** The template at an S3 address, read with the permissions of the one who calls CloudFormation. */
export async function fetchTemplate(region: Region, caller: Caller, url: string): Promise<string> {
  const { bucket, key, bucketRegion } = parseTemplateUrl(url);
  try {
    const output = await region.world.dispatcher.dispatch({
      region: bucketRegion ?? region.name,
      service: 's3',
      operation: 'GetObject',
      input: { Bucket: bucket, Key: key },
      caller,
    });
    return Buffer.from(GetObjectOutput.parse(output).Body).toString('utf8');
  } catch (error) {
    // CloudFormation API Reference, "Common errors": what CloudFormation says of trouble that is nobody's mistake.
    if (isLostCall(error)) throw new AwsError('InternalFailure', 'Internal Failure', { status: 500 });
    if (!(error instanceof AwsError)) throw error;
    throw invalid(
      `S3 error: ${error.code === 'AccessDenied' ? 'Access Denied' : s3Error(error).message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    );
  }
}

/** `https://BUCKET.s3.REGION.amazonaws.com/KEY` or `https://s3.REGION.amazonaws.com/BUCKET/KEY` */
function parseTemplateUrl(url: string): { bucket: string; key: string; bucketRegion: string | undefined } {
  const [, virtual, inHost, inPath] =
    /^https:\/\/(?:([a-z0-9.-]+)\.)?s3(?:[.-]([a-z0-9-]+))?\.amazonaws\.com\/([^?]+)$/.exec(url) ?? [];
  const path = inPath?.split('/').map(decodeURIComponent) ?? [];
  const [bucket, ...key] = virtual === undefined ? path : [virtual, ...path];
  if (bucket === undefined || key.length === 0) throw invalid('TemplateURL must be a supported URL.');
  return { bucket, key: key.join('/'), bucketRegion: inHost };
}

const GetParametersOutput = z.object({
  Parameters: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});
const GetSecretValueOutput = z.object({ SecretString: z.string() });
const GetObjectOutput = z.object({ Body: z.instanceof(Uint8Array) });

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
