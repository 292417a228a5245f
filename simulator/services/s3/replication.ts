import { AwsError, type Access } from '../../service';
import type { World } from '../../world';
import { type Bucket, type ObjectVersion, type ReplicationRule, storeVersion } from './bucket';
import { requireUsableKey } from './encryption';
import { findBucket } from './find-bucket';

/** S3 keeps trying; so long, and so often, here. */
const RETRY_MS = 60_000;
const RETRY_LIMIT_MS = 24 * 3600_000;

/** Copies a new version to wherever the bucket's rules say, later: not while either region is dark. */
export function replicate(world: World, bucket: Bucket, version: ObjectVersion): void {
  const { replication } = bucket;
  if (replication === undefined || !bucket.isVersioned) return;
  const rules = replication.rules.filter(
    (rule) => version.key.startsWith(rule.prefix) && (!version.isDeleteMarker || rule.replicatesDeleteMarkers),
  );
  for (const rule of rules) {
    version.replicationStatus = 'PENDING';
    world.scheduler.spawn(async () => {
      await world.scheduler.sleep(world.durations.drawMs('s3Replication'));
      await copy(world, bucket, version, rule, replication.roleArn);
    });
  }
}

async function copy(
  world: World,
  bucket: Bucket,
  version: ObjectVersion,
  rule: ReplicationRule,
  roleArn: string,
): Promise<void> {
  const limitMs = world.scheduler.now() + RETRY_LIMIT_MS;
  for (;;) {
    const destination = findBucket(world, rule.destinationBucket);
    const isLight = !world.isDark(bucket.region) && !(destination !== undefined && world.isDark(destination.region));
    if (isLight) {
      const isStillThere = bucket.objects.get(version.key)?.includes(version) === true;
      if (isStillThere) version.replicationStatus = place(world, bucket, version, destination, roleArn);
      return;
    }
    if (world.scheduler.now() >= limitMs) {
      version.replicationStatus = 'FAILED';
      return;
    }
    await world.scheduler.sleep(RETRY_MS);
  }
}

/** With the permissions of the replication role, as its User Guide chapter "Setting up permissions" lists them. */
function place(
  world: World,
  source: Bucket,
  version: ObjectVersion,
  destination: Bucket | undefined,
  roleArn: string,
): 'COMPLETED' | 'FAILED' {
  try {
    const caller = world.iam.assumeAsService(roleArn, 's3.amazonaws.com', { sessionName: 's3-replication' });
    if (destination === undefined || !destination.isVersioned) return 'FAILED';
    const from = `arn:aws:s3:::${source.name}`;
    const to = `arn:aws:s3:::${destination.name}/${version.key}`;
    const access: readonly Access[] = [
      { action: 's3:GetReplicationConfiguration', resource: from },
      { action: 's3:ListBucket', resource: from },
      ...(version.isDeleteMarker
        ? [{ action: 's3:ReplicateDelete', resource: to }]
        : [
            { action: 's3:GetObjectVersionForReplication', resource: `${from}/${version.key}` },
            { action: 's3:ReplicateObject', resource: to },
          ]),
    ];
    world.iam.authorize(caller, access, source.region, 's3');
    requireUsableKey(world.region(destination.region), destination.kmsKeyId);
    storeVersion(destination, { ...version, replicationStatus: 'REPLICA' });
    return 'COMPLETED';
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    world.trace.record({
      kind: 'resource',
      region: source.region,
      type: 'AWS::S3::Object',
      id: `${source.name}/${version.key}`,
      status: 'replication FAILED',
      detail: error.message,
    });
    return 'FAILED';
  }
}
