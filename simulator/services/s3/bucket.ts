/** One bucket. Its name is unique in the whole simulation, its objects lie in one region. */
export type Bucket = {
  readonly name: string;
  readonly region: string;
  readonly createdAtMs: number;
  isVersioned: boolean;
  replication: BucketReplication | undefined;
  policy: unknown;
  /** The key that objects are encrypted with unless they say otherwise; without one, S3's own. */
  kmsKeyId: string | undefined;
  tags: Readonly<Record<string, string>>;
  /** By key, oldest version first. A bucket without versioning keeps one. */
  readonly objects: Map<string, ObjectVersion[]>;
};

export type ObjectVersion = {
  readonly key: string;
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  readonly body: Uint8Array;
  readonly etag: string;
  readonly headers: ObjectHeaders;
  readonly lastModifiedMs: number;
  /** In the order in which objects were written, in whichever bucket. A replica has its original's. */
  readonly sequence: number;
  replicationStatus: 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA' | undefined;
};

/** What is kept beside the body and given back with it. */
export type ObjectHeaders = {
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};

export type BucketReplication = {
  readonly roleArn: string;
  readonly rules: readonly ReplicationRule[];
};

export type ReplicationRule = {
  readonly prefix: string;
  readonly destinationBucket: string;
  readonly replicatesDeleteMarkers: boolean;
};

/** The version that a request without a version id sees; a delete marker hides the object. */
export function currentVersion(bucket: Bucket, key: string): ObjectVersion | undefined {
  const version = bucket.objects.get(key)?.at(-1);
  return version?.isDeleteMarker === true ? undefined : version;
}

/** Adds a version in its place; without versioning it takes the place of what there is. */
export function storeVersion(bucket: Bucket, version: ObjectVersion): void {
  const versions = bucket.objects.get(version.key);
  if (versions === undefined || !bucket.isVersioned) {
    bucket.objects.set(version.key, [version]);
    return;
  }
  const isInOrder = (versions.at(-1)?.sequence ?? 0) <= version.sequence;
  versions.push(version);
  if (!isInOrder) versions.sort((a, b) => a.sequence - b.sequence);
}

export function removeVersion(bucket: Bucket, key: string, versionId: string): ObjectVersion | undefined {
  const versions = bucket.objects.get(key) ?? [];
  const removed = versions.find((version) => version.versionId === versionId);
  const kept = versions.filter((version) => version !== removed);
  if (kept.length > 0) bucket.objects.set(key, kept);
  else bucket.objects.delete(key);
  return removed;
}
