export interface Queue {
  readonly arn: string;
  readonly name: string;
  readonly url: string;
  retentionSeconds: number;
  /** The queue's policy; none until one is attached: then only identity-based policies say who may send. */
  policy: unknown;
  tags: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  /** When it was last purged by its API: once a minute (SQS API Reference, PurgeQueue). */
  purgedAtMs: number | undefined;
}
