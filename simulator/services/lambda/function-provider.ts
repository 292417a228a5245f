import { zipSync } from 'fflate';
import * as z from 'zod';
import type { Access } from '../../service';
import type { ExistingRequest, ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { notModelled } from '../not-modelled';
import { mergeTags, parseProperties, TagList, TemplateNumber } from '../provider-properties';
import { type FunctionSettings, type LambdaFunction, readSettings } from './function';
import { readPackage } from './code-package';
import { passRole } from './operations';

const TYPE = 'AWS::Lambda::Function';
const VARIABLE = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Older than any commit, as zip entries cannot be: equal sources give equal packages. */
const ZIP_TIME = new Date(1980, 0, 1);

const FunctionProperties = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.union([z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }), z.strictObject({ ZipFile: z.string() })]),
  Handler: z.string(),
  Runtime: z.string(),
  Role: z.string(),
  Timeout: TemplateNumber.optional(),
  MemorySize: TemplateNumber.optional(),
  Description: z.string().optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), VARIABLE) }).optional(),
  Architectures: z.array(z.enum(['x86_64', 'arm64'])).optional(),
  PackageType: z.literal('Zip').optional(),
  TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']) }).optional(),
  LoggingConfig: z
    .strictObject({
      LogGroup: z.string().optional(),
      LogFormat: z.enum(['Text', 'JSON']).optional(),
      ApplicationLogLevel: z.string().optional(),
      SystemLogLevel: z.string().optional(),
    })
    .optional(),
  ReservedConcurrentExecutions: TemplateNumber.optional(),
  EphemeralStorage: z.strictObject({ Size: TemplateNumber }).optional(),
  Tags: TagList.optional(),
});
type FunctionProperties = z.infer<typeof FunctionProperties>;

export const functionProvider: ResourceProvider = {
  type: TYPE,
  calls: {
    service: 'lambda',
    create: ['CreateFunction', 'GetFunction'],
    update: ['UpdateFunctionCode', 'UpdateFunctionConfiguration', 'GetFunction'],
    delete: ['DeleteFunction'],
  },
  access: functionAccess,
  async create(request) {
    const properties = read(request);
    const functionName = properties.FunctionName ?? request.generateName(64);
    const zip = await readCode(request, properties);
    // In a failover the function is what the activation waits for; ahead of time nobody counts.
    await sleepForRole(request, 'stackLambdaFunction');
    return resultOf(request.region.lambda.functions.create(settingsOf(functionName, properties, request), zip));
  },
  async update(request) {
    const properties = read(request);
    const functionName = request.physicalId;
    if (properties.FunctionName !== undefined && properties.FunctionName !== functionName) {
      throw notModelled(`Changing FunctionName of ${TYPE} (a replacement)`);
    }
    const zip = await readCode(request, properties);
    const settings = { ...settingsOf(functionName, properties, request), ...reservationKept(request) };
    return resultOf(request.region.lambda.functions.change(functionName, { settings, zip }));
  },
  delete(request) {
    if (request.region.lambda.functions.has(request.physicalId))
      request.region.lambda.functions.delete(request.physicalId);
  },
};

/** A reservation that no template of the stack has had was made beside CloudFormation, and stays. */
function reservationKept(request: ExistingRequest): Pick<FunctionSettings, 'reservedConcurrency'> | undefined {
  const { region, physicalId, properties, previousProperties } = request;
  const isOfTemplate = [properties, previousProperties].some((each) => 'ReservedConcurrentExecutions' in each);
  if (isOfTemplate) return undefined;
  return { reservedConcurrency: region.lambda.functions.find(physicalId).settings.reservedConcurrency };
}

/** What a service role's failover waits for; the operator's own deployments are done when nobody counts the time. */
export async function sleepForRole(
  { region, caller }: ProviderRequest,
  duration: 'stackLambdaFunction' | 'stackApiRoute',
): Promise<void> {
  const { scheduler, durations } = region.world;
  if (caller.kind === 'role') await scheduler.sleep(durations.drawMs(duration));
}

/** What create and update end with: the read handler, for the resource's attributes. */
const READ = [
  'GetFunction',
  'GetFunctionCodeSigningConfig',
  'GetFunctionRecursionConfig',
  'GetFunctionScalingConfig',
  'GetRuntimeManagementConfig',
];

/** The permissions of the resource type's handlers (CloudFormation registry schema of AWS::Lambda::Function). */
function functionAccess(request: ProviderRequest, change: 'create' | 'update' | 'delete'): readonly Access[] {
  const properties = read(request);
  const functionName = properties.FunctionName ?? ('physicalId' in request ? String(request.physicalId) : '*');
  const resource = request.region.lambda.functions.arnOf(functionName);
  const on = (...actions: string[]): Access[] => actions.map((action) => ({ action: `lambda:${action}`, resource }));
  const tagging = (properties.Tags ?? []).length > 0 ? on('TagResource') : [];
  const concurrency = properties.ReservedConcurrentExecutions === undefined ? [] : on('PutFunctionConcurrency');
  switch (change) {
    case 'create':
      return [...on('CreateFunction', ...READ), ...tagging, ...concurrency, passRole(properties.Role)];
    case 'update':
      return [
        ...on('UpdateFunctionCode', 'UpdateFunctionConfiguration', ...READ),
        ...tagging,
        ...concurrency,
        passRole(properties.Role),
      ];
    case 'delete':
      return on('DeleteFunction', 'GetFunction');
  }
}

function read(request: ProviderRequest): FunctionProperties {
  return parseProperties(TYPE, FunctionProperties, request.properties);
}

async function readCode(request: ProviderRequest, { Code, Handler }: FunctionProperties): Promise<Uint8Array> {
  const { region, caller } = request;
  if ('S3Bucket' in Code) return readPackage(region, caller, Code);
  const file = `${Handler.slice(0, Handler.lastIndexOf('.'))}.js`;
  return zipSync({ [file]: [new TextEncoder().encode(Code.ZipFile), { mtime: ZIP_TIME }] });
}

function settingsOf(
  functionName: string,
  properties: FunctionProperties,
  { stackTags }: ProviderRequest | ExistingRequest,
): FunctionSettings {
  return readSettings({
    functionName,
    // Checked there: a runtime that it does not know it refuses by name.
    runtime: properties.Runtime as FunctionSettings['runtime'],
    handler: properties.Handler,
    role: properties.Role,
    timeoutSeconds: properties.Timeout,
    memoryMb: properties.MemorySize,
    description: properties.Description,
    variables: properties.Environment?.Variables,
    architecture: properties.Architectures?.[0],
    logGroup: properties.LoggingConfig?.LogGroup,
    logFormat: properties.LoggingConfig?.LogFormat,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    tags: mergeTags(stackTags, properties.Tags),
  });
}

function resultOf({ arn, settings }: LambdaFunction): ProviderResult {
  return { physicalId: settings.functionName, attributes: { Arn: arn } };
}
