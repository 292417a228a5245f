export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly logGroupClass: 'STANDARD' | 'INFREQUENT_ACCESS';
  /** Undefined: for ever. */
  retentionInDays: number | undefined;
  kmsKeyId: string | undefined;
  isProtected: boolean;
  tags: Readonly<Record<string, string>>;
}

/** A line of a log, in the stream that it was written to. */
export interface LogLine {
  readonly stream: string;
  readonly timestampMs: number;
  readonly message: string;
}
