import * as z from 'zod';
import { pathOf, stringsOf, Template } from './template';

/** A stack of the app, and where it is deployed. */
export interface PlacedStack {
  readonly name: string;
  readonly region: string;
  readonly template: unknown;
  /** The buckets that its code and files are put into when it is deployed. */
  readonly assetBuckets?: readonly string[];
}

/** Something that a stack of another region makes, and what a stack of the standby region calls it. */
export interface Elsewhere {
  readonly path: string;
  readonly what: string;
  readonly stack: string;
  readonly region: string;
}

/** By the name of what is made: another region has things of these names too, unless only one region's stacks make it. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SSM::Parameter': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

const Exports = z.object({
  Outputs: z.record(z.string(), z.looseObject({ Export: z.object({ Name: z.unknown() }).optional() })).default({}),
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown().optional() })).default({}),
});
const Replicas = z.object({
  ReplicaRegions: z.array(z.looseObject({ Region: z.string() })).default([]),
  Replicas: z.array(z.looseObject({ Region: z.string() })).default([]),
});

interface Made {
  readonly name: string;
  readonly what: string;
  readonly regions: readonly string[];
  readonly stack: PlacedStack;
}

/**
 * What stacks of the standby region name, and only stacks of another region make: by a name in which no region stands, by
 * an export, or by a value that the CDK carries from region to region.
 * @param path the stacks of the recovery path, all of the standby region
 * @param all every stack of the app, those included
 */
export function madeElsewhere(path: readonly PlacedStack[], all: readonly PlacedStack[]): readonly Elsewhere[] {
  const region = path[0]?.region ?? '';
  const made = all.flatMap(madeBy);
  const here = new Set(made.filter(({ regions }) => regions.includes(region)).map(({ name }) => name));
  const elsewhere = made.filter(({ name }) => !here.has(name));
  return path.flatMap((stack) => [...named(stack, elsewhere), ...carried(stack)]);
}

function madeBy(stack: PlacedStack): readonly Made[] {
  const { Resources } = Template.parse(stack.template);
  const things = Object.values(Resources).flatMap(({ Type, Properties }): readonly Made[] => {
    const name = Properties[NAMED_BY[Type] ?? ''];
    if (typeof name !== 'string' || name === '') return [];
    const { ReplicaRegions, Replicas: replicas } = Replicas.safeParse(Properties).data ?? Replicas.parse({});
    const regions = [stack.region, ...[...ReplicaRegions, ...replicas].map((each) => each.Region)];
    return [{ name, what: `${Type.split('::').slice(1).join(' ')} ${name}`, regions, stack }];
  });
  const exported = Object.values(Exports.parse(stack.template).Outputs).flatMap(({ Export }): readonly Made[] =>
    typeof Export?.Name === 'string'
      ? [{ name: Export.Name, what: `export ${Export.Name}`, regions: [stack.region], stack }]
      : [],
  );
  const assets = (stack.assetBuckets ?? []).map(
    (name): Made => ({ name, what: `bucket ${name}, where its assets are put`, regions: [stack.region], stack }),
  );
  return [...things, ...exported, ...assets];
}

function named(stack: PlacedStack, elsewhere: readonly Made[]): readonly Elsewhere[] {
  const { Parameters } = Exports.parse(stack.template);
  const texts = [
    ...Object.entries(Template.parse(stack.template).Resources).flatMap(([logicalId, resource]) =>
      stringsOf(resource.Properties, pathOf(logicalId, resource)),
    ),
    ...Object.entries(Parameters).flatMap(([name, { Default }]) =>
      stringsOf(Default, `${stack.name}.Parameters.${name}`),
    ),
  ];
  const found = texts.flatMap(({ path, text }) =>
    elsewhere
      .filter(({ name }) => holds(text, name))
      .map(({ what, stack: { name, region } }): Elsewhere => ({ path, what, stack: name, region })),
  );
  const known = new Map(found.map((each) => [`${each.path} ${each.what}`, each]));
  return [...known.values()];
}

/** Whether a name stands in a text by itself: alone, in an ARN, in an address, in a list. */
function holds(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.slice(0, at);
    const after = text.slice(at + name.length);
    if (/(^|[^\w.-]|:parameter)$/.test(before) && !/^([\w-]|\.(?!s3[.-]))/.test(after)) return true;
  }
  return false;
}

/** With `crossRegionReferences` the CDK reads the values of other regions by a resource of its own. */
function carried({ template, name, region }: PlacedStack): readonly Elsewhere[] {
  return Object.entries(Template.parse(template).Resources)
    .filter(([, { Type }]) => Type === 'Custom::CrossRegionExportReader')
    .map(([logicalId, resource]) => ({
      path: pathOf(logicalId, resource),
      what: 'what a stack of another region exports (crossRegionReferences of the CDK)',
      stack: name,
      region,
    }));
}
