import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { RDSClient } from '@aws-sdk/client-rds';
import { GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { isNamed } from '../shared/aws-errors';
import { type CacheFact, describeCache } from '../shared/cache-facts';
import { clientSettings, lazy } from '../shared/clients';
import { type LockChange, type LockItem, readItem, updateLock } from '../shared/lock-table';
import { TAG } from '../shared/names';
import { parameterWrittenAt } from '../shared/parameters';
import { listClusters } from '../shared/rds-facts';
import { RetryThrottling } from '../shared/retry-throttling';
import { describeStack } from '../shared/stack-facts';

export interface Reports {
  /** The text of an object; one short attempt, since nobody waits for it. */
  object(bucket: string, key: string): Promise<string | undefined>;
  /** Keys of the objects with this prefix, the newest first, so many at most; one short attempt a page. */
  newestKeys(bucket: string, prefix: string, most: number): Promise<readonly string[]>;
  item(tableName: string, key: string): Promise<LockItem | undefined>;
  /** Sets attributes of a lock and removes others; false when the condition does not hold. */
  updateLock(tableName: string, change: LockChange, key: string): Promise<boolean>;
  /** When the value of an SSM parameter was written; undefined where there is none. */
  parameterWrittenAt(name: string): Promise<Date | undefined>;
  /** Identifiers of the clusters with this prefix; with a failover's id, of those that carry its tag. */
  clusters(prefix: string, failoverId?: string): Promise<readonly string[]>;
  stackExists(stackName: string): Promise<boolean>;
  cache(cacheName: string): Promise<CacheFact | undefined>;
  publish(topicArn: string, subject: string, message: string): Promise<void>;
  /** Fails where SNS does not answer. */
  readTopic(topicArn: string): Promise<void>;
  /** False: nobody waits with this token any more. */
  sendTaskSuccess(taskToken: string, output: unknown): Promise<boolean>;
}

/**
 * What is slow is not dead; but whoever waits for a report rather reads that something could not be read. What is throttled
 * answers at once, and costs nobody a wait.
 */
const briefly = () => ({
  ...clientSettings({ requestTimeoutMs: 12_000 }),
  retryStrategy: new RetryThrottling({ unanswered: 2, throttled: 5 }),
});

/** Of 1,000 objects each: executions of years. */
const MOST_PAGES = 4;

const impatientS3 = lazy(() => new S3Client(clientSettings({ maxAttempts: 1, requestTimeoutMs: 2_000 })));
const dynamoDb = lazy(() => new DynamoDBClient(briefly()));
const ssm = lazy(() => new SSMClient(briefly()));
const rds = lazy(() => new RDSClient(briefly()));
const cloudFormation = lazy(() => new CloudFormationClient(briefly()));
const elastiCache = lazy(() => new ElastiCacheClient(briefly()));
/** One attempt: a message may have been delivered although the answer was lost. Whoever publishes counts them. */
const sns = lazy(() => new SNSClient(clientSettings({ maxAttempts: 1, requestTimeoutMs: 9_000 })));
const stepFunctions = lazy(() => new SFNClient(clientSettings()));

export const aws: Reports = {
  async object(bucket, key) {
    const { Body } = await impatientS3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToString();
  },

  async newestKeys(bucket, prefix, most) {
    const found: { readonly key: string; readonly atMs: number }[] = [];
    let token: string | undefined;
    for (let pages = 0; pages === 0 || token !== undefined; pages += 1) {
      // The names of executions do not sort by time: a newest one that was not listed would be missed unnoticed.
      if (pages === MOST_PAGES) throw new Error(`more than ${MOST_PAGES} pages of ${prefix} in ${bucket}`);
      const page: ListObjectsV2CommandOutput = await impatientS3().send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
      );
      for (const { Key: key, LastModified } of page.Contents ?? [])
        if (key !== undefined) found.push({ key, atMs: LastModified?.getTime() ?? 0 });
      token = page.NextContinuationToken;
    }
    return found
      .toSorted((a, b) => b.atMs - a.atMs)
      .slice(0, most)
      .map(({ key }) => key);
  },

  item: (tableName, key) => readItem(dynamoDb(), tableName, key),

  updateLock: (tableName, change, key) => updateLock(dynamoDb(), tableName, change, key),
  parameterWrittenAt: (name) => parameterWrittenAt(ssm(), name),

  async clusters(prefix, failoverId) {
    const found = await listClusters(rds(), prefix);
    const ours = found.filter(({ tags }) => failoverId === undefined || tags[TAG.failoverId] === failoverId);
    return ours.map(({ identifier }) => identifier);
  },

  async stackExists(stackName) {
    const stack = await describeStack(cloudFormation(), stackName);
    return stack !== undefined && stack.status !== 'DELETE_COMPLETE';
  },

  cache: (cacheName) => describeCache(elastiCache(), cacheName),

  async publish(topicArn, subject, message) {
    await sns().send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: message }));
  },

  async readTopic(topicArn) {
    await sns().send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
  },

  async sendTaskSuccess(taskToken, output) {
    try {
      await stepFunctions().send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
      return true;
    } catch (error) {
      // Answered already, or too late (Step Functions API Reference, SendTaskSuccess).
      if (isNamed(error, 'TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken')) return false;
      throw error;
    }
  },
};
