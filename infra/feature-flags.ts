/**
 * The library's behaviour switches that change something here. They are given to the App in code, so that a run by the
 * `cdk` command, by `pilotlight` and by a test synthesise the same templates.
 */
export const FEATURE_FLAGS: Readonly<Record<string, unknown>> = {
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:target-partitions': ['aws'],
  // Tags go on resources alone: with those of a stack CloudFormation updates everything in it (infra/steady-tags.ts).
  '@aws-cdk/core:explicitStackTags': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // What the recovery stack uses of the standby stack cannot be taken away from under it.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName': true,
  '@aws-cdk/aws-kms:aliasNameRef': true,
  '@aws-cdk/aws-kms:reduceCrossAccountRegionPolicyScope': true,
  '@aws-cdk/aws-rds:preventRenderingDeprecatedCredentials': true,
  '@aws-cdk/aws-rds:auroraClusterChangeScopeOfInstanceParameterGroupWithEachParameters': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/aws-s3:setUniqueReplicationRoleName': true,
  // The recovery-path check names a resource by its construct path, which it reads from the template.
  'aws:cdk:enable-path-metadata': true,
};
