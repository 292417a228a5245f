import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { TransientDependencyError } from '../shared/errors';
import { readActivation } from './aws/activation';
import { readDatabase } from './aws/database';
import { readPlatform } from './aws/platform';
import { readPrimaryCluster } from './aws/primary-cluster';
import { readTraffic } from './aws/traffic';
import { CHANGED_EVENT } from './contract';
import type { Change } from './decide';
import type { Mail } from './mail';
import type { Facts } from './facts';
import type { Policy } from './finding';

/** Reads what a failover will need in the standby region, and keeps the reports about it. */
export interface Inspector {
  /** Reads everything side by side. What cannot be read is a fact too: this does not fail. */
  facts(policy: Policy, nowMs: number): Promise<Facts>;
  read(bucket: string, key: string): Promise<string | undefined>;
  write(bucket: string, key: string, body: string): Promise<void>;
  announce(change: Change): Promise<void>;
  notify(topicArn: string, mail: Mail): Promise<void>;
}

const s3 = lazy(() => new S3Client(clientSettings()));
const events = lazy(() => new EventBridgeClient(clientSettings()));
/** One attempt: a mail may have been delivered although the answer was lost. The report counts them. */
const sns = lazy(() => new SNSClient(clientSettings({ maxAttempts: 1 })));

export const aws: Inspector = {
  async facts(policy, nowMs) {
    const [database, platform, activation, primary, traffic] = await Promise.all([
      readDatabase(policy, nowMs),
      readPlatform(policy),
      readActivation(policy, nowMs),
      readPrimaryCluster(policy),
      readTraffic(policy, nowMs),
    ]);
    return { nowMs, ...database, ...platform, ...activation, ...primary, ...traffic };
  },

  async read(bucket, key) {
    try {
      const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await Body?.transformToString();
    } catch (error) {
      if (isNamed(error, 'NoSuchKey')) return undefined;
      throw error;
    }
  },

  async write(bucket, key, body) {
    await s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }));
  },

  async notify(topicArn, { subject, text }) {
    await sns().send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }));
  },

  async announce(change) {
    const { source: Source, detailType: DetailType } = CHANGED_EVENT;
    const answer = await events().send(
      new PutEventsCommand({ Entries: [{ Source, DetailType, Detail: JSON.stringify(change) }] }),
    );
    // An entry can be refused while the call succeeds (EventBridge API Reference, PutEvents).
    if ((answer.FailedEntryCount ?? 0) === 0) return;
    const [entry] = answer.Entries ?? [];
    throw new TransientDependencyError(`${entry?.ErrorCode ?? 'unknown'}: ${entry?.ErrorMessage ?? 'no reason given'}`);
  },
};
