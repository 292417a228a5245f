import type { ReplicationConfiguration } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { AwsError } from '../../service';
import { parseProperties, TemplateNumber } from '../provider-properties';
import type { BucketReplication } from './bucket';

/** What is kept and has no effect in the simulation. */
const WithoutEffect = z.unknown().optional();

export const ReplicationRule = z.strictObject({
  Id: z.string().optional(),
  Priority: TemplateNumber.optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().optional(),
  Filter: z.strictObject({ Prefix: z.string().optional() }).optional(),
  DeleteMarkerReplication: z.strictObject({ Status: z.enum(['Enabled', 'Disabled']).optional() }).optional(),
  Destination: z.strictObject({
    Bucket: z.string().startsWith('arn:aws:s3:::'),
    Account: z.string().optional(),
    StorageClass: WithoutEffect,
    Metrics: WithoutEffect,
    ReplicationTime: WithoutEffect,
  }),
});
type ReplicationRule = z.infer<typeof ReplicationRule>;

export function enabledRules(rules: readonly ReplicationRule[]): BucketReplication['rules'] {
  rules.forEach(refuseMixedVersions);
  return rules
    .filter(({ Status }) => Status === 'Enabled')
    .map((rule) => ({
      prefix: rule.Filter?.Prefix ?? rule.Prefix ?? '',
      destinationBucket: rule.Destination.Bucket.slice('arn:aws:s3:::'.length),
      // Without a filter S3 replicates every deletion that a person makes (User Guide, "Backward compatibility").
      replicatesDeleteMarkers: rule.Filter === undefined || rule.DeleteMarkerReplication?.Status === 'Enabled',
    }));
}

/** As the API takes it, which writes `ID` where a template writes `Id`. */
export function replicationAsAsked(asked: ReplicationConfiguration | undefined): BucketReplication {
  const { Role = '', Rules = [] } = asked ?? {};
  return {
    roleArn: Role,
    rules: enabledRules(
      Rules.map(({ ID, ...rule }) => parseProperties('PutBucketReplication', ReplicationRule, { ...rule, Id: ID })),
    ),
  };
}

/** A filter makes a rule one of version 2 of the schema, which needs both elements; version 1 has neither. */
const OF_VERSION_2 = ['Priority', 'DeleteMarkerReplication'] as const;

/**
 * PutBucketReplication (S3 API Reference): with `Filter`, "you must also add the following elements:
 * DeleteMarkerReplication, Status, and Priority". The wording is as reported: hashicorp/terraform-provider-aws #19323 and
 * rust-lang/simpleinfra #468 for DeleteMarkerReplication, OpenStack Swift's S3 tests for Priority. UNVERIFIED that S3
 * refuses a single rule without Priority: only that API page says it.
 */
function refuseMixedVersions(rule: ReplicationRule): void {
  const isVersion2 = rule.Filter !== undefined;
  const wrong = OF_VERSION_2.find((element) => (rule[element] !== undefined) !== isVersion2);
  if (wrong === undefined) return;
  throw new AwsError(
    'InvalidRequest',
    `${wrong} ${isVersion2 ? 'must be specified' : 'cannot be used'} for this version of Cross Region Replication ` +
      'configuration schema. Please refer to S3 Developer Guide for more information.',
  );
}
