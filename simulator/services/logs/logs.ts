import type * as client from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import type { LogGroup, LogLine } from './log-group';
import { operationsOf } from './operations';

declare module '../../world' {
  interface RegionalServices {
    readonly logs: Logs;
  }
}

const DAY_MS = 86_400_000;
/** What PutRetentionPolicy takes (CloudWatch Logs API Reference, PutRetentionPolicy). */
const RETENTIONS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

type NewLogGroup = Pick<LogGroup, 'name'> & Partial<Omit<LogGroup, 'name' | 'arn' | 'createdAtMs'>>;

/** The log groups of one region. Lines are those that functions write; every other group is empty. */
export class Logs {
  readonly service: Service<typeof client>;
  readonly groups = new Map<string, LogGroup>();
  readonly #region: Region;

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'logs', operations: operationsOf(region) };
  }

  arn(name: string): string {
    return `arn:aws:logs:${this.#region.name}:${this.#region.world.accountId}:log-group:${name}`;
  }

  /** The group of that name, or of that ARN with or without `:*`. */
  find(nameOrArn: string): LogGroup | undefined {
    const prefix = this.arn('');
    const isOfThisRegion = nameOrArn.startsWith(prefix);
    return this.groups.get(isOfThisRegion ? nameOrArn.slice(prefix.length).replace(/:\*$/, '') : nameOrArn);
  }

  get(nameOrArn: string): LogGroup {
    const group = this.find(nameOrArn);
    if (group !== undefined) return group;
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  }

  create(options: NewLogGroup): LogGroup {
    const { name, retentionInDays } = options;
    if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) {
      throw new AwsError(
        'InvalidParameterException',
        `1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
      );
    }
    if (this.groups.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    const group: LogGroup = {
      name,
      arn: this.arn(name),
      createdAtMs: this.#region.world.scheduler.now(),
      logGroupClass: options.logGroupClass ?? 'STANDARD',
      retentionInDays: undefined,
      kmsKeyId: options.kmsKeyId,
      isProtected: options.isProtected ?? false,
      tags: options.tags ?? {},
    };
    this.retain(group, retentionInDays);
    this.groups.set(name, group);
    return group;
  }

  /** What RDS does where a cluster exports its log: the group keeps everything (Aurora User Guide, Publishing logs). */
  ensure(name: string): void {
    if (!this.groups.has(name)) this.create({ name });
  }

  /** @param days undefined for ever */
  retain(group: LogGroup, days: number | undefined): void {
    if (days !== undefined && !RETENTIONS.includes(days)) {
      throw new AwsError(
        'InvalidParameterException',
        `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTIONS.join(', ')}]`,
      );
    }
    group.retentionInDays = days;
  }

  delete(group: LogGroup): void {
    this.groups.delete(group.name);
  }

  /** What was written since the group was made and is kept, in the order of time. */
  linesOf(group: LogGroup): readonly LogLine[] {
    const { retentionInDays: days, createdAtMs } = group;
    const keptMs = days === undefined ? 0 : this.#region.world.scheduler.now() - days * DAY_MS;
    const fromMs = Math.max(createdAtMs, keptMs);
    return this.#region.lambda
      .linesIn(group.name)
      .filter(({ timestampMs }) => timestampMs >= fromMs)
      .sort((a, b) => a.timestampMs - b.timestampMs);
  }
}
