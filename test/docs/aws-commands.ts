import { serviceModel } from '../../simulator/wire/clients';

/** What of an `aws` command can be held against the service's own model, before anybody runs it. */
export interface AwsCommand {
  readonly text: string;
  readonly service: string;
  readonly operation: string;
  /** Without the dashes, and without the options that every command takes. */
  readonly options: readonly string[];
}

const GLOBAL_OPTIONS = new Set(['region', 'query', 'output', 'no-cli-pager']);

/** Where the command's word for a service is not the name that requests are signed with. */
const SIGNING_NAMES: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  s3api: 's3',
  stepfunctions: 'states',
};

/** Operations whose name the command cannot be turned into. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'rds describe-db-clusters': 'DescribeDBClusters',
  'rds describe-db-instances': 'DescribeDBInstances',
  'rds describe-db-engine-versions': 'DescribeDBEngineVersions',
  'sns list-subscriptions-by-topic': 'ListSubscriptionsByTopic',
};

/** Every `aws` command in a script, wherever it stands in it. */
export function awsCommandsOf(script: string): readonly AwsCommand[] {
  const text = script.replace(/\\\n\s*/g, ' ');
  return Array.from(
    text.matchAll(/(?<![\w-])aws ([a-z0-9-]+) ([a-z0-9-]+)([^\n]*)/g),
    ([all, service = '', operation = '', rest = '']) => ({
      text: all,
      service,
      operation,
      options: Array.from(withoutQuoted(rest).matchAll(/(?<=\s)--([a-z0-9-]+)/g), ([, option = '']) => option).filter(
        (option) => !GLOBAL_OPTIONS.has(option),
      ),
    }),
  );
}

/** What is wrong with a command: an operation that the simulator lacks, or an option that the operation does not take. */
export function problemWith({ service, operation, options }: AwsCommand): string | undefined {
  const signingName = SIGNING_NAMES[service] ?? service;
  const model = serviceModel(signingName);
  if (model === undefined) return `the simulator has no service ${service}`;
  const name = OPERATIONS[`${service} ${operation}`] ?? pascal(operation);
  const input = model.operations.get(name)?.input;
  if (input === undefined) return `${service} has no operation ${name}`;
  const members = new Set(Array.from(input.structIterator(), ([member]) => member.toLowerCase()));
  const unknown = options.filter((option) => !members.has(option.replaceAll('-', '')));
  return unknown.length === 0 ? undefined : `${service} ${operation} has no option --${unknown.join(', --')}`;
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
