import * as z from 'zod';

/** The outputs of the deployed stacks that a rehearsal needs; it knows nothing of `infra`. */
const Outputs = z.object({
  ClusterIdentifier: z.string(),
  ClusterArn: z.string(),
  ReplicaBucketName: z.string(),
  /** In both regions. Empty where the workload is another than the reference workload. */
  MasterSecretName: z.string().default(''),
  EnsureRolesFunctionName: z.string().default(''),
  /** Empty where the frontend is another's than the reference workload's. */
  FrontendBucketName: z.string().default(''),
  ArtifactBucketName: z.string(),
  RegionalFailoverArn: z.string(),
  RestoreValidationArn: z.string(),
  BackupFailureNotificationArn: z.string(),
  CorruptionRecoveryArn: z.string(),
  EvidenceBucketName: z.string(),
  TopicArn: z.string(),
  LockTableName: z.string(),
  ActivationStackName: z.string(),
  /** The stack of the cache that a failover makes, if it makes one. */
  CacheStackName: z.string().optional(),
  /** `warm`: the activation stack is deployed all the time. */
  Standby: z.enum(['pilot-light', 'warm']),
  DeployRegionStackFunctionName: z.string(),
  WaitForAvailableFunctionName: z.string(),
  TemplateUrlParameter: z.string(),
  PublicName: z.string(),
  HostedZoneId: z.string(),
  HostedZoneName: z.string(),
  PrimaryTarget: z.string(),
  StandbyTarget: z.string(),
  HealthCheckId: z.string(),
  /** The secondary of a global database, if there is one. */
  ReplicaClusterIdentifier: z.string().optional(),
  /** What a team sets on a frontend bucket of its own, if it has one. */
  FrontendReplicationConfiguration: z.string().optional(),
  /** Where browsers find the frontend, if a stack serves it. */
  FrontendName: z.string().optional(),
});

/** Where things are in the two regions, as the stacks' outputs say. */
export type Estate = z.infer<typeof Outputs> & { readonly primaryRegion: string; readonly standbyRegion: string };

/** @param outputsByStack the outputs of every deployed stack */
export function readEstate(outputsByStack: ReadonlyMap<string, Readonly<Record<string, string>>>): Estate {
  const merged = Object.assign({}, ...outputsByStack.values()) as Record<string, string>;
  const parsed = Outputs.safeParse(merged);
  if (!parsed.success) {
    const missing = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(
      `The stacks lack outputs that a rehearsal needs: ${missing}. Add them as CfnOutput in infra/stacks.`,
    );
  }
  return {
    ...parsed.data,
    primaryRegion: regionOf(parsed.data.ClusterArn),
    standbyRegion: regionOf(parsed.data.RegionalFailoverArn),
  };
}

function regionOf(arn: string): string {
  const region = arn.split(':')[3];
  if (region === undefined || region === '') throw new Error(`"${arn}" is not the ARN of something in a region.`);
  return region;
}
