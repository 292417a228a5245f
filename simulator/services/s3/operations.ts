import type * as client from '@aws-sdk/client-s3';
import { AwsError, type Access, type Caller, type Operations } from '../../service';
import type { Region } from '../../world';
import { replicationAsAsked } from './replication-rule';
import { notModelled } from '../not-modelled';
import type { ObjectVersion } from './bucket';
import { requireUsableKey } from './encryption';
import { bucketNamed } from './find-bucket';
import { listPage } from './list-page';

/** The operations on objects. Checksums are taken and have no effect; a key must be usable, and encrypts nothing. */
export function operationsOf(region: Region): Operations<typeof client> {
  return {
    PutObject: {
      access: (input) => [
        objectAccess('s3:PutObject', input),
        ...(input.Tagging === undefined ? [] : [objectAccess('s3:PutObjectTagging', input)]),
      ],
      handle(input) {
        refuseMembers('PutObject', input, UNMODELLED_PUT);
        const { Bucket, Key } = addressed(region, input);
        if (input.IfNoneMatch !== undefined && input.IfNoneMatch !== '*') {
          throw notModelled('s3:PutObject with IfNoneMatch other than *');
        }
        if (input.IfNoneMatch === '*' && region.s3.findObject(Bucket, Key) !== undefined) {
          throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
            status: 412,
            members: { Condition: 'If-None-Match' },
          });
        }
        requireUsableKey(region, keyOf(input, region.s3.bucket(Bucket).kmsKeyId));
        const version = region.s3.putObject(Bucket, Key, bodyOf(input.Body), {
          contentType: input.ContentType,
          cacheControl: input.CacheControl,
          contentEncoding: input.ContentEncoding,
          contentDisposition: input.ContentDisposition,
          metadata: input.Metadata,
        });
        return { ETag: version.etag, VersionId: versionIdOf(version), ServerSideEncryption: 'AES256' };
      },
    },
    GetObject: {
      access: (input) => [objectAccess(`s3:GetObject${input.VersionId === undefined ? '' : 'Version'}`, input)],
      handle(input, { caller }) {
        refuseMembers('GetObject', input, UNMODELLED_GET);
        const { Bucket, Key } = addressed(region, input);
        const version = read(region, caller, Bucket, Key, input.VersionId);
        return { ...describe(version), Body: streamOf(version.body) };
      },
    },
    HeadObject: {
      access: (input) => [objectAccess(`s3:GetObject${input.VersionId === undefined ? '' : 'Version'}`, input)],
      handle(input, { caller }) {
        refuseMembers('HeadObject', input, UNMODELLED_GET);
        const { Bucket, Key } = addressed(region, input);
        try {
          return describe(read(region, caller, Bucket, Key, input.VersionId));
        } catch (error) {
          // The answer to HEAD has no body, so the code is all that the status says.
          if (error instanceof AwsError && error.status === 404) throw new AwsError('NotFound', '', { status: 404 });
          throw error;
        }
      },
    },
    ListObjectsV2: {
      access: (input) => [
        { ...bucketAccess('s3:ListBucket', input.Bucket), conditions: { 's3:prefix': input.Prefix ?? '' } },
      ],
      handle(input) {
        refuseMembers('ListObjectsV2', input, ['FetchOwner', 'OptionalObjectAttributes']);
        const { Bucket } = addressed(region, { Bucket: input.Bucket, Key: '-' });
        return listPage(region.s3.listObjects(Bucket, input.Prefix), input);
      },
    },
    HeadBucket: {
      access: (input) => [bucketAccess('s3:ListBucket', input.Bucket)],
      handle(input) {
        try {
          addressed(region, { Bucket: input.Bucket, Key: '-' });
        } catch (error) {
          // As for HeadObject: the status is all that an answer to HEAD says.
          if (error instanceof AwsError && error.status === 404) throw new AwsError('NotFound', '', { status: 404 });
          throw error;
        }
        return { BucketRegion: region.name, AccessPointAlias: false };
      },
    },
    DeleteObject: {
      access: (input) => [objectAccess(`s3:DeleteObject${input.VersionId === undefined ? '' : 'Version'}`, input)],
      handle(input) {
        const { Bucket, Key } = addressed(region, input);
        const version = region.s3.deleteObject(Bucket, Key, input.VersionId);
        return { DeleteMarker: version?.isDeleteMarker, VersionId: version && versionIdOf(version) };
      },
    },
    GetBucketVersioning: {
      access: (input) => [bucketAccess('s3:GetBucketVersioning', input.Bucket)],
      handle(input) {
        const { Bucket } = addressed(region, { Bucket: input.Bucket, Key: '-' });
        return { Status: region.s3.bucket(Bucket).isVersioned ? 'Enabled' : undefined };
      },
    },
    PutBucketReplication: {
      access: (input) => [
        bucketAccess('s3:PutReplicationConfiguration', input.Bucket),
        {
          action: 'iam:PassRole',
          resource: input.ReplicationConfiguration?.Role ?? '*',
          conditions: { 'iam:PassedToService': 's3.amazonaws.com' },
        },
      ],
      handle(input) {
        const { Bucket } = addressed(region, { Bucket: input.Bucket, Key: '-' });
        region.s3.configureBucket(Bucket, { replication: replicationAsAsked(input.ReplicationConfiguration) });
        return {};
      },
    },
  };
}

type Address = { readonly Bucket: string | undefined; readonly Key: string | undefined };

const UNMODELLED_PUT = ['ACL', 'IfMatch', 'WriteOffsetBytes', 'ObjectLockMode', 'WebsiteRedirectLocation'] as const;
const UNMODELLED_GET = [
  'IfMatch',
  'IfNoneMatch',
  'IfModifiedSince',
  'IfUnmodifiedSince',
  'Range',
  'PartNumber',
] as const;

function objectAccess(action: string, { Bucket, Key }: Address): Access {
  return { action, resource: `arn:aws:s3:::${Bucket ?? ''}/${Key ?? ''}` };
}

function bucketAccess(action: string, bucket: string | undefined): Access {
  return { action, resource: `arn:aws:s3:::${bucket ?? ''}` };
}

/** Checks that the bucket exists and that its own region was asked. */
function addressed(region: Region, { Bucket = '', Key = '' }: Partial<Address>): { Bucket: string; Key: string } {
  const bucket = bucketNamed(region.world, Bucket);
  if (bucket.region !== region.name) {
    throw new AwsError(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      {
        status: 301,
        members: { Endpoint: `${Bucket}.s3.${bucket.region}.amazonaws.com`, Bucket },
        // By it clients find the region, also where the answer has no body (S3 API Reference, HeadBucket).
        headers: { 'x-amz-bucket-region': bucket.region },
      },
    );
  }
  return { Bucket, Key };
}

/** What an object says of its encryption goes before what its bucket says. */
function keyOf(input: client.PutObjectCommandInput, ofBucket: string | undefined): string | undefined {
  if (input.ServerSideEncryption === 'AES256') return undefined;
  return input.SSEKMSKeyId ?? ofBucket;
}

/** Who may not list the bucket is not told that a key is missing (S3 API, GetObject, "Permissions"). */
function read(region: Region, caller: Caller, bucket: string, key: string, versionId?: string): ObjectVersion {
  const version = region.s3.findObject(bucket, key, versionId);
  if (version !== undefined) return version;
  region.world.iam.authorize(caller, [bucketAccess('s3:ListBucket', bucket)], region.name, 's3');
  return region.s3.getObject(bucket, key, versionId);
}

function describe(version: ObjectVersion) {
  const { headers } = version;
  return {
    ETag: version.etag,
    ContentLength: version.body.byteLength,
    ContentType: headers.contentType ?? 'binary/octet-stream',
    CacheControl: headers.cacheControl,
    ContentEncoding: headers.contentEncoding,
    ContentDisposition: headers.contentDisposition,
    LastModified: new Date(version.lastModifiedMs),
    VersionId: versionIdOf(version),
    ReplicationStatus: version.replicationStatus,
    ServerSideEncryption: 'AES256' as const,
    Metadata: { ...headers.metadata },
    AcceptRanges: 'bytes',
  };
}

function versionIdOf({ versionId }: ObjectVersion): string | undefined {
  return versionId === 'null' ? undefined : versionId;
}

function bodyOf(body: unknown): Uint8Array | string {
  if (body === undefined) return '';
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  // Step Functions hands a JSON object on as its text (Step Functions Developer Guide, S3 PutObject).
  if (typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype) {
    return JSON.stringify(body);
  }
  throw notModelled('A body of s3:PutObject that is neither a text nor bytes');
}

/** The simulator's handlers give bytes; the wire makes the stream of them that the SDK's type speaks of. */
function streamOf(body: Uint8Array): client.GetObjectCommandOutput['Body'] {
  return body as unknown as client.GetObjectCommandOutput['Body'];
}

function refuseMembers<Input extends object>(
  operation: string,
  input: Input,
  members: readonly (keyof Input & string)[],
): void {
  const given = members.find((member) => input[member] !== undefined);
  if (given !== undefined) throw notModelled(`${given} of s3:${operation}`);
}
