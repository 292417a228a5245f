import { GetObjectCommand } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import type { World } from '../../simulator/world';
import type { Estate } from './estate';
import { recordInHistory } from './history-record';
import { Operator } from './operator';
import { isOutage, retryOutage } from './retry-outage';

/** What an execution recorded of itself, and where that was found. */
export type Recorded<Evidence> =
  | { readonly from: 'bucket'; readonly text: string; readonly evidence: Evidence }
  /** The bucket does not have it, or could not be read; the history of the execution has it as well. */
  | { readonly from: 'history'; readonly text: string; readonly evidence: Evidence; readonly why: BucketSilence }
  | { readonly from: 'nowhere'; readonly why: BucketSilence };

/** Why the bucket gave no evidence: it has none, or nobody can say. */
export type BucketSilence = 'none in the evidence bucket' | 'the evidence bucket cannot be read';

/**
 * The evidence of an execution: from the bucket, or, where that does not give it, from the execution's own history, which
 * holds whatever the state machine has put together.
 * @param key of the object in the evidence bucket
 */
export async function readRecord<Evidence>(
  world: World,
  { standbyRegion, EvidenceBucketName }: Pick<Estate, 'standbyRegion' | 'EvidenceBucketName'>,
  { executionArn, key }: { readonly executionArn: string; readonly key: string },
  shape: z.ZodType<Evidence>,
): Promise<Recorded<Evidence>> {
  const text = await textOf(world, standbyRegion, { Bucket: EvidenceBucketName, Key: key });
  if (typeof text !== 'symbol') return { from: 'bucket', text, evidence: shape.parse(JSON.parse(text)) };
  const why = text === UNREADABLE ? 'the evidence bucket cannot be read' : 'none in the evidence bucket';
  const { events } = world.region(standbyRegion).states.execution(executionArn).execution;
  const found = recordInHistory(events, shape);
  return found === undefined ? { from: 'nowhere', why } : { from: 'history', ...found, why };
}

const MISSING = Symbol('there is no such object');
const UNREADABLE = Symbol('nobody can say');

async function textOf(
  world: World,
  region: string,
  object: { readonly Bucket: string; readonly Key: string },
): Promise<string | typeof MISSING | typeof UNREADABLE> {
  try {
    return await retryOutage(world, async () => {
      const { Body } = await new Operator(world).s3(region).send(new GetObjectCommand(object));
      return (await Body?.transformToString()) ?? '';
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return MISSING;
    if (isOutage(error)) return UNREADABLE;
    throw error;
  }
}
