import * as z from 'zod';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { RehearsalOptionsError } from '../stage/options';
import type { ConfiguredWorkload } from './look-up';
import type { WorkloadFile } from './workload-file';

/** As `aws s3api put-bucket-replication` takes it. */
const ReplicationConfiguration = z.object({
  Role: z.string(),
  Rules: z.array(z.object({ Destination: z.object({ Bucket: z.string() }) })),
});

/** The bucket that the configuration names has to be there before our stacks: it is the team's own. */
export function requireFrontend(world: World, file: WorkloadFile, configured: ConfiguredWorkload): void {
  const { frontendBucket: bucket, primaryRegion } = configured;
  if (bucket === null || world.region(primaryRegion).s3.bucketHere(bucket) !== undefined) return;
  throw new RehearsalOptionsError(
    `${file.path}: field objects: the bucket ${bucket}, which workload.frontend of the configuration names, is not in ` +
      `${primaryRegion}. Add its objects, or the stack that makes it`,
  );
}

/**
 * What the team does once our stacks are deployed: sets the rule that an output states, and puts the files again, because
 * a rule replicates only what comes after it (S3 User Guide, Replication).
 */
export function replicateFrontend(world: World, estate: Estate, { frontendBucket: bucket }: ConfiguredWorkload): void {
  if (bucket === null) return;
  const { Role, Rules } = ReplicationConfiguration.parse(JSON.parse(estate.FrontendReplicationConfiguration ?? ''));
  const { s3 } = world.region(estate.primaryRegion);
  s3.configureBucket(bucket, {
    isVersioned: true,
    replication: {
      roleArn: Role,
      rules: Rules.map(({ Destination }) => ({
        prefix: '',
        destinationBucket: Destination.Bucket.slice('arn:aws:s3:::'.length),
        replicatesDeleteMarkers: true,
      })),
    },
  });
  for (const { key, body, headers } of s3.listObjects(bucket)) s3.putObject(bucket, key, body, headers);
}
