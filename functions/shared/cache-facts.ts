import {
  DescribeServerlessCachesCommand,
  type ElastiCacheClient,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-elasticache';
import { isNamed } from './aws-errors';
import { TAG } from './names';

/** A cache, whoever made it. */
export interface CacheFact {
  /** In small letters: `creating`, `available`, `deleting` … */
  readonly status: string;
  /** The stack that its tag names; undefined where it has no such tag. */
  readonly createdBy: string | undefined;
}

/** The serverless cache of that name; undefined where there is none. */
export async function describeCache(client: ElastiCacheClient, cacheName: string): Promise<CacheFact | undefined> {
  try {
    const { ServerlessCaches: found = [] } = await client.send(
      new DescribeServerlessCachesCommand({ ServerlessCacheName: cacheName }),
    );
    const [cache] = found;
    if (cache === undefined) return undefined;
    const { TagList: tags = [] } = await client.send(new ListTagsForResourceCommand({ ResourceName: cache.ARN }));
    const createdBy = tags.find(({ Key }) => Key === TAG.createdBy)?.Value;
    return { status: (cache.Status ?? 'unknown').toLowerCase(), createdBy };
  } catch (error) {
    if (isNamed(error, 'ServerlessCacheNotFoundFault')) return undefined;
    throw error;
  }
}
