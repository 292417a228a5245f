export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly kmsKeyArn: string;
  /** The service that keeps the secret: only it may change it. */
  readonly owningService: string | undefined;
  readonly createdAt: Date;
  versionId: string;
  changedAt: Date;
  value: string;
  tags: Readonly<Record<string, string>>;
  /** Regions that hold a replica: under the same name, and by an ARN that differs in the region alone. */
  readonly replicaRegions: readonly string[];
  /** Of a replica: where its value comes from. */
  readonly primaryRegion: string | undefined;
  /** Of one that is to be deleted: since when, and when it will be. */
  deletion: { readonly requestedAt: Date; readonly dueAt: Date } | undefined;
}
