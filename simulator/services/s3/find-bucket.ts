import { AwsError } from '../../service';
import type { World } from '../../world';
import type { Bucket } from './bucket';

/** The bucket of that name in any region. */
export function findBucket(world: World, name: string): Bucket | undefined {
  for (const region of world.regions.values()) {
    const bucket = region.s3.bucketHere(name);
    if (bucket !== undefined) return bucket;
  }
  return undefined;
}

/** @throws AwsError NoSuchBucket */
export function bucketNamed(world: World, name: string): Bucket {
  const bucket = findBucket(world, name);
  if (bucket !== undefined) return bucket;
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    members: { BucketName: name },
  });
}
