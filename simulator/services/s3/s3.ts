import { createHash } from 'node:crypto';
import type * as client from '@aws-sdk/client-s3';
import { AwsError, type Service } from '../../service';
import type { Region, World } from '../../world';
import {
  type Bucket,
  currentVersion,
  type ObjectHeaders,
  type ObjectVersion,
  removeVersion,
  storeVersion,
} from './bucket';
import { bucketNamed, findBucket } from './find-bucket';
import { operationsOf } from './operations';
import { replicate } from './replication';

declare module '../../world' {
  interface RegionalServices {
    readonly s3: S3;
  }
}

/** S3 in one region. Buckets are found by name in every region, as their names are global. */
export class S3 {
  readonly service: Service<typeof client>;
  readonly #region: Region;
  readonly #buckets = new Map<string, Bucket>();

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 's3', operations: operationsOf(region) };
  }

  /** The buckets of this region. */
  get buckets(): readonly Bucket[] {
    return [...this.#buckets.values()];
  }

  /** The bucket of that name in this region. */
  bucketHere(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  /** @throws AwsError NoSuchBucket */
  bucket(name: string): Bucket {
    return bucketNamed(this.#region.world, name);
  }

  createBucket(name: string, tags: Readonly<Record<string, string>> = {}): Bucket {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new AwsError('InvalidBucketName', `The specified bucket is not valid: ${name}`);
    }
    if (findBucket(this.#region.world, name) !== undefined) {
      throw new AwsError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        { status: 409, members: { BucketName: name } },
      );
    }
    const bucket: Bucket = {
      name,
      region: this.#region.name,
      createdAtMs: this.#region.world.scheduler.now(),
      isVersioned: false,
      replication: undefined,
      policy: undefined,
      kmsKeyId: undefined,
      tags,
      objects: new Map(),
    };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** Changes the configuration of a bucket: versioning, replication, policy, tags. */
  configureBucket(
    name: string,
    change: Partial<Pick<Bucket, 'isVersioned' | 'replication' | 'policy' | 'kmsKeyId' | 'tags'>>,
  ): Bucket {
    const bucket = this.bucket(name);
    const { replication } = change;
    if (replication !== undefined) this.#checkReplication(change.isVersioned ?? bucket.isVersioned, replication);
    return Object.assign(bucket, change);
  }

  deleteBucket(name: string): void {
    const bucket = this.#buckets.get(name);
    if (bucket !== undefined && bucket.objects.size > 0) {
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', { status: 409 });
    }
    this.#buckets.delete(name);
  }

  putObject(bucketName: string, key: string, body: Uint8Array | string, headers: ObjectHeaders = {}): ObjectVersion {
    const bucket = this.bucket(bucketName);
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : Uint8Array.from(body);
    return this.#store(bucket, { key, body: bytes, headers, isDeleteMarker: false });
  }

  /** @throws AwsError NoSuchKey, NoSuchBucket, NoSuchVersion */
  getObject(bucketName: string, key: string, versionId?: string): ObjectVersion {
    const version = this.findObject(bucketName, key, versionId);
    if (version !== undefined) return version;
    if (versionId !== undefined) {
      throw new AwsError('NoSuchVersion', 'The specified version does not exist.', { status: 404 });
    }
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404, members: { Key: key } });
  }

  /** The object, or undefined when there is none under the key. */
  findObject(bucketName: string, key: string, versionId?: string): ObjectVersion | undefined {
    const bucket = this.bucket(bucketName);
    if (versionId === undefined) return currentVersion(bucket, key);
    return bucket.objects.get(key)?.find((version) => version.versionId === versionId && !version.isDeleteMarker);
  }

  /** The current objects under a prefix, by key in byte order. */
  listObjects(bucketName: string, prefix = ''): readonly ObjectVersion[] {
    const bucket = this.bucket(bucketName);
    return [...bucket.objects.keys()]
      .filter((key) => key.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .flatMap((key) => currentVersion(bucket, key) ?? []);
  }

  /** Deletes the object: with versioning by a delete marker, which is returned; one version for good when it is named. */
  deleteObject(bucketName: string, key: string, versionId?: string): ObjectVersion | undefined {
    const bucket = this.bucket(bucketName);
    if (versionId !== undefined) return removeVersion(bucket, key, versionId);
    if (bucket.isVersioned) {
      return this.#store(bucket, { key, body: new Uint8Array(), headers: {}, isDeleteMarker: true });
    }
    bucket.objects.delete(key);
    return undefined;
  }

  #store(bucket: Bucket, content: Pick<ObjectVersion, 'key' | 'body' | 'headers' | 'isDeleteMarker'>): ObjectVersion {
    const { random, scheduler } = this.#region.world;
    const version: ObjectVersion = {
      ...content,
      versionId: bucket.isVersioned ? random.hex('s3/version', 32) : 'null',
      etag: `"${createHash('md5').update(content.body).digest('hex')}"`,
      lastModifiedMs: scheduler.now(),
      sequence: nextSequence(this.#region.world),
      replicationStatus: undefined,
    };
    storeVersion(bucket, version);
    replicate(this.#region.world, bucket, version);
    return version;
  }

  /** As PutBucketReplication answers (S3 User Guide, "Requirements and considerations for replication"). */
  #checkReplication(isVersioned: boolean, { rules }: NonNullable<Bucket['replication']>): void {
    if (!isVersioned) {
      throw new AwsError(
        'InvalidRequest',
        "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
      );
    }
    for (const { destinationBucket } of rules) {
      const destination = findBucket(this.#region.world, destinationBucket);
      if (destination === undefined) throw new AwsError('InvalidRequest', 'Destination bucket must exist.');
      if (!destination.isVersioned) {
        throw new AwsError('InvalidRequest', 'Destination bucket must have versioning enabled.');
      }
    }
  }
}

const sequences = new WeakMap<World, number>();

function nextSequence(world: World): number {
  const next = (sequences.get(world) ?? 0) + 1;
  sequences.set(world, next);
  return next;
}
