import { serviceModel } from '../../simulator/wire/clients';

/** What of an `aws` command can be held against the service's own model, before anybody runs it. */
export interface AwsCommand {
  readonly text: string;
  readonly service: string;
  readonly operation: string;
  /** Without the dashes, and without the options that every command takes. */
  readonly options: readonly string[];
}

/** What every command takes, or every one that lists or carries a payload. */
const GLOBAL_OPTIONS = new Set([
  'cli-binary-format',
  'endpoint-url',
  'max-items',
  'no-cli-pager',
  'output',
  'page-size',
  'profile',
  'query',
  'region',
  'starting-token',
]);

/** Where the command's word for a service is not the name that requests are signed with. */
const SIGNING_NAMES: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  s3api: 's3',
  'service-quotas': 'servicequotas',
  stepfunctions: 'states',
};

/** Commands that are no operation of their own: what they call. Their options are the command's own. */
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  'logs tail': ['FilterLogEvents'],
  's3 cp': ['GetObject', 'PutObject'],
  's3 ls': ['ListObjectsV2'],
  's3 sync': ['ListObjectsV2', 'PutObject'],
  'rds wait db-cluster-available': ['DescribeDBClusters'],
  'rds wait db-cluster-snapshot-available': ['DescribeDBClusterSnapshots'],
  'rds wait db-instance-available': ['DescribeDBInstances'],
  'rds wait db-instance-deleted': ['DescribeDBInstances'],
};

/** Options that the command turns into others: `SourceRegion` becomes a presigned URL. */
const OF_THE_COMMAND: Readonly<Record<string, readonly string[]>> = {
  'cloudfront create-invalidation': ['paths'],
  'rds copy-db-cluster-snapshot': ['source-region'],
  'sns subscribe': ['notification-endpoint'],
};

/** Every `aws` command in a script, wherever it stands in it. */
export function awsCommandsOf(script: string): readonly AwsCommand[] {
  const text = script.replace(/\\\n\s*/g, ' ');
  return Array.from(
    text.matchAll(/(?<![\w-])aws (?!command\b)([a-z0-9-]+) ((?:wait )?[a-z0-9-]+)([^\n]*)/g),
    ([all, service = '', operation = '', rest = '']) => ({
      text: all,
      service,
      operation,
      options: Array.from(
        ownPart(withoutQuoted(rest)).matchAll(/(?<=\s)--([a-z0-9-]+)/g),
        ([, option = '']) => option,
      ).filter((option) => !GLOBAL_OPTIONS.has(option)),
    }),
  );
}

/** The operations behind a command, with the name that their service's requests are signed with. */
export function operationsOf({ service, operation }: Pick<AwsCommand, 'service' | 'operation'>): {
  readonly signingName: string;
  readonly names: readonly string[];
} {
  const signingName = SIGNING_NAMES[service] ?? service;
  const composed = COMPOSED[`${service} ${operation}`];
  if (composed !== undefined) return { signingName, names: composed };
  const known = serviceModel(signingName)?.operations.keys() ?? [];
  const asked = operation.replaceAll('-', '');
  return { signingName, names: [...known].filter((name) => name.toLowerCase() === asked) };
}

/** What is wrong with a command: an operation that the service does not have, or an option that it does not take. */
export function problemWith(command: AwsCommand): string | undefined {
  const { service, operation, options } = command;
  const { signingName, names } = operationsOf(command);
  const model = serviceModel(signingName);
  if (model === undefined) return `the simulator has no service ${service}`;
  const [name] = names;
  if (name === undefined) return `${service} has no operation ${pascal(operation)}`;
  if (COMPOSED[`${service} ${operation}`] !== undefined) return undefined;
  const members = new Map(
    Array.from(model.operations.get(name)?.input.structIterator() ?? [], ([member, schema]) => [
      member.toLowerCase(),
      schema,
    ]),
  );
  const unknown = options.filter((option) => {
    if (OF_THE_COMMAND[`${service} ${operation}`]?.includes(option) === true) return false;
    const word = option.replaceAll('-', '');
    return !members.has(word) && members.get(word.replace(/^no/, ''))?.isBooleanSchema() !== true;
  });
  return unknown.length === 0 ? undefined : `${service} ${operation} has no option --${unknown.join(', --')}`;
}

/** What comes after a pipe, a substitution or the end of code in a text is not the command's. */
function ownPart(unquoted: string): string {
  return /^[^|`;&)]*/.exec(unquoted)?.[0] ?? '';
}

function withoutQuoted(text: string): string {
  return text.replace(/'[^']*'|"[^"]*"/g, "''");
}

function pascal(words: string): string {
  return words
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
