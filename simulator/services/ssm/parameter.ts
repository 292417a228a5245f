export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly type: 'String' | 'StringList' | 'SecureString';
  readonly version: number;
  readonly description: string | undefined;
  readonly modifiedAt: Date;
  readonly tags: Readonly<Record<string, string>>;
}
