/** A key: what the API and the other services see of it. */
export interface KmsKey {
  readonly keyId: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** An AWS managed key (`alias/aws/rds`) comes into being when it is first needed. */
  readonly manager: 'AWS' | 'CUSTOMER';
  readonly multiRegion: boolean;
  description: string;
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  deletionDate?: Date;
  policy: unknown;
  tags: Readonly<Record<string, string>>;
}
