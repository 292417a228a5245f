import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { HttpResponse } from '../../network/http';
import { AwsError } from '../../service';
import { UnreachableError } from '../../wire/dispatcher';
import type { World } from '../../world';
import { allowsService } from '../resource-policy';
import { findBucket } from '../s3/find-bucket';
import type { BucketOrigin } from './distribution';

const PRINCIPAL = 'cloudfront.amazonaws.com';

export interface Fetch {
  /** The distribution's ARN, which it asks the bucket with. */
  readonly arn: string;
  readonly origin: BucketOrigin;
  readonly key: string;
}

/** Asks a bucket for an object with an origin access control; undefined when the bucket's region does not answer. */
export async function fetchFromBucket(world: World, { arn, origin, key }: Fetch): Promise<HttpResponse | undefined> {
  const bucket = findBucket(world, origin.bucket);
  if (bucket === undefined) return error(404, 'NoSuchBucket');
  const silence = () => world.scheduler.sleep(origin.connectionAttempts * origin.connectionTimeoutMs);
  if (world.isDark(bucket.region)) {
    await silence();
    return undefined;
  }
  const may = (action: string, resource: string) =>
    bucket.policy !== undefined &&
    allowsService(bucket.policy, {
      principal: PRINCIPAL,
      action,
      resource,
      conditions: { 'aws:SourceArn': arn, 'aws:SourceAccount': world.accountId, 'aws:SecureTransport': 'true' },
    });
  const bucketArn = `arn:aws:s3:::${bucket.name}`;
  if (!may('s3:GetObject', `${bucketArn}/${key}`)) return error(403, 'AccessDenied');
  try {
    const output = await world.dispatcher.dispatch({
      region: bucket.region,
      service: 's3',
      operation: 'GetObject',
      input: { Bucket: bucket.name, Key: key },
      caller: { kind: 'service', principal: PRINCIPAL },
    });
    // The dispatcher carries any service's output; the operation's name says which this is.
    return responseOf(output as GetObjectCommandOutput);
  } catch (problem) {
    if (problem instanceof UnreachableError) {
      await silence();
      return undefined;
    }
    if (!(problem instanceof AwsError)) throw problem;
    // Who may not list the bucket is not told that a key is missing (S3 API, GetObject, "Permissions").
    if (problem.code === 'NoSuchKey' && !may('s3:ListBucket', bucketArn)) return error(403, 'AccessDenied');
    // S3 refuses a request too many as 503 Slow Down, whatever the code that other services have for it.
    return problem.code === 'ThrottlingException' ? error(503, 'SlowDown') : error(problem.status, problem.code);
  }
}

function responseOf(output: GetObjectCommandOutput): HttpResponse {
  const headers: Record<string, string | undefined> = {
    'content-type': output.ContentType,
    'cache-control': output.CacheControl,
    etag: output.ETag,
    'last-modified': output.LastModified?.toUTCString(),
    // `REPLICA` for what came here by replication.
    'x-amz-replication-status': output.ReplicationStatus,
  };
  return {
    status: 200,
    headers: Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value ? [[name, value]] : []))),
    // The handlers of the simulated S3 give bytes where the SDK's type says stream.
    body: output.Body as unknown as Uint8Array,
  };
}

function error(status: number, code: string): HttpResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: new TextEncoder().encode(body) };
}
