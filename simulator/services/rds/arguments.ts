import { AwsError } from '../../service';
import { pageOf as cut } from '../paging';
import { onlyModelled } from '../only-modelled';
import type { ServerlessScaling, StorageType, Tags } from './model';

export { onlyModelled };

export function required<T>(parameter: string, value: T | undefined): T {
  if (value !== undefined && value !== '') return value;
  throw new AwsError('MissingParameter', `The request must contain the parameter ${parameter}.`);
}

export function tagsOf(list: readonly { readonly Key?: string; readonly Value?: string }[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** What Aurora PostgreSQL can log to CloudWatch (RDS API, RestoreDBClusterFromSnapshot, EnableCloudwatchLogsExports). */
const LOG_TYPES: ReadonlySet<string> = new Set(['iam-db-auth-error', 'instance', 'postgresql']);

export function checkLogExports(types: readonly string[] = [], engineVersion: string): readonly string[] {
  const unknown = types.filter((type) => !LOG_TYPES.has(type));
  if (unknown.length === 0) return types;
  throw new AwsError(
    'InvalidParameterCombination',
    `You cannot use the log types '${unknown.join(',')}' with engine version aurora-postgresql ${engineVersion}. For supported log types, see the documentation.`,
  );
}

/** Left out it is `aurora`, whatever the snapshot has (RDS API, RestoreDBClusterFromSnapshot, StorageType). */
export function checkStorageType(type = 'aurora'): StorageType {
  if (type === 'aurora' || type === 'aurora-iopt1') return type;
  throw new AwsError('InvalidParameterValue', `Invalid storage type: ${type}`);
}

/** Half-unit steps between 0 and 256 capacity units (Aurora User Guide, Aurora Serverless v2 capacity). */
export function checkScaling(
  scaling:
    | { readonly MinCapacity?: number; readonly MaxCapacity?: number; readonly SecondsUntilAutoPause?: number }
    | undefined,
): ServerlessScaling | undefined {
  if (scaling === undefined) return undefined;
  const { MinCapacity, MaxCapacity, SecondsUntilAutoPause } = scaling;
  if (MinCapacity === undefined || MaxCapacity === undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      'Both MinCapacity and MaxCapacity must be specified when you initialize Serverless v2 scaling configuration.',
    );
  }
  const isStep = (value: number): boolean => Number.isInteger(value * 2) && value <= 256;
  if (!isStep(MinCapacity) || !isStep(MaxCapacity) || MinCapacity < 0 || MaxCapacity < Math.max(1, MinCapacity)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Serverless v2 capacity ${MinCapacity}-${MaxCapacity} isn't valid. Specify half-ACU steps, a minimum from 0 and a maximum from 1 to 256 that isn't below the minimum.`,
    );
  }
  return { MinCapacity, MaxCapacity, ...checkAutoPause(MinCapacity, SecondsUntilAutoPause) };
}

/**
 * From five minutes, the default, to a day (RDS API Reference, ServerlessV2ScalingConfiguration). The refusal beside another
 * minimum is RDS's own (anomalyco/sst, "ensure pause after is only set with min ACU 0").
 */
function checkAutoPause(
  minCapacity: number,
  seconds: number | undefined,
): Pick<ServerlessScaling, 'SecondsUntilAutoPause'> {
  if (minCapacity !== 0) {
    if (seconds === undefined) return {};
    throw new AwsError(
      'InvalidParameterValue',
      'SecondsUntilAutoPause can only be specified when minimum capacity is 0.',
    );
  }
  const until = seconds ?? 300;
  if (Number.isInteger(until) && until >= 300 && until <= 86_400) return { SecondsUntilAutoPause: until };
  throw new AwsError(
    'InvalidParameterValue',
    `SecondsUntilAutoPause ${until} isn't valid. Specify a value from 300 to 86400 seconds.`,
  );
}

/** One page of a list, as the RDS API cuts it. */
export function pageOf<T>(
  items: readonly T[],
  page: { readonly MaxRecords?: number; readonly Marker?: string },
): { readonly items: readonly T[]; readonly Marker?: string } {
  const size = page.MaxRecords;
  const { items: found, token } = cut(
    items,
    { size, token: page.Marker },
    {
      member: 'maxRecords',
      least: 20,
      most: 100,
      otherwise: 100,
      wrongSize: () =>
        new AwsError('InvalidParameterValue', `Invalid value ${size} for MaxRecords. Must be between 20 and 100`),
      wrongToken: () => new AwsError('InvalidParameterValue', 'Marker is not valid'),
    },
  );
  return { items: found, ...(token === undefined ? {} : { Marker: token }) };
}

/** Keeps what every filter admits. A filter that is not in `values` is one that the operation does not have. */
export function applyFilters<T>(
  items: readonly T[],
  filters: readonly { readonly Name?: string; readonly Values?: readonly string[] }[] | undefined,
  values: Readonly<Record<string, (item: T) => readonly (string | undefined)[]>>,
): readonly T[] {
  return (filters ?? []).reduce<readonly T[]>((kept, { Name = '', Values = [] }) => {
    const read = values[Name];
    if (read === undefined) throw new AwsError('InvalidParameterValue', `Unrecognized filter name: ${Name}`);
    return kept.filter((item) => read(item).some((value) => value !== undefined && Values.includes(value)));
  }, items);
}
