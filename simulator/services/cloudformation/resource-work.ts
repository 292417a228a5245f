import { AwsError, type Access, type Caller } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { referenceSource } from './aws-calls';
import { resolveDynamicReferences } from './dynamic-references';
import { resolve, type TemplateScope } from './intrinsics';
import type { ExistingRequest, ProviderRequest, ProviderResult, ResourceProvider } from './provider';
import type { Stack, StackResource } from './stack';
import type { ResourceDefinition } from './template';

export type Providers = ReadonlyMap<string, ResourceProvider>;

/** A refusal by AWS: it fails the resource. Anything else that is thrown is a defect and stops the simulation. */
export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure';
}

/** How an operation of the engine reaches the providers: for whom, and what the template's functions refer to. */
export type WorkContext = {
  readonly region: Region;
  readonly providers: Providers;
  readonly stack: Stack;
  readonly caller: Caller;
  readonly tags: Readonly<Record<string, string>>;
  readonly scope: TemplateScope;
};

type Properties = Readonly<Record<string, unknown>>;

/** The properties that a definition declares: intrinsic functions resolved, dynamic references not. */
export function declare(context: WorkContext, definition: ResourceDefinition): Properties {
  return refusalsFail(() => resolve(definition.properties, context.scope) as Properties);
}

export async function createResource(context: WorkContext, resource: StackResource): Promise<void> {
  await pass(context, 'stackResource');
  await failing(async () => {
    const { definition, logicalId } = resource;
    resource.declared = resolve(definition.properties, context.scope) as Properties;
    resource.properties = await resolveProperties(context, resource.declared);
    const request = requestFor(context, logicalId, definition.type, resource.properties);
    const provider = providerOf(context.providers, definition.type);
    authorize(context, provider, request, 'create');
    take(resource, await provider.create(request));
  });
  await untilLight(context);
}

/** Changes a resource in place, as far as its provider can; says whether it could. */
export async function updateResource(
  context: WorkContext,
  resource: StackResource,
  declared: Properties,
): Promise<'updated' | 'needs replacement'> {
  const { type } = resource.definition;
  const provider = providerOf(context.providers, type);
  if (!isUpdatable(provider)) return 'needs replacement';
  await pass(context, 'stackResource');
  await failing(async () => {
    const properties = await resolveProperties(context, declared);
    const request = existingRequest(context, resource, properties);
    authorize(context, provider, request, 'update');
    take(resource, await provider.update(request));
    resource.declared = declared;
    resource.properties = properties;
  });
  await untilLight(context);
  return 'updated';
}

export async function deleteResource(
  context: WorkContext,
  resource: StackResource,
  policy: string = 'Delete',
): Promise<void> {
  await pass(context, 'stackDeleteResource');
  await failing(async () => {
    const provider = providerOf(context.providers, resource.definition.type);
    const request = existingRequest(context, resource, resource.properties);
    authorize(context, provider, request, 'delete');
    if (policy !== 'Snapshot') return provider.delete(request);
    if (provider.deleteWithSnapshot === undefined) {
      throw notModelled(`DeletionPolicy Snapshot of ${resource.definition.type}`);
    }
    return provider.deleteWithSnapshot(request, request.generateName(63));
  });
  await untilLight(context);
}

export function providerOf(providers: Providers, type: string): ResourceProvider {
  const provider = providers.get(type);
  if (provider === undefined) throw notModelled(`The resource type ${type}`);
  return provider;
}

export function isUpdatable(
  provider: ResourceProvider,
): provider is ResourceProvider & Required<Pick<ResourceProvider, 'update'>> {
  return provider.update !== undefined;
}

function take(resource: StackResource, result: ProviderResult): void {
  resource.physicalId = result.physicalId;
  resource.attributes = result.attributes ?? {};
}

async function resolveProperties(context: WorkContext, declared: Properties): Promise<Properties> {
  const source = referenceSource(context.region, context.caller);
  return (await resolveDynamicReferences(declared, source)) as Properties;
}

function requestFor(context: WorkContext, logicalId: string, type: string, properties: Properties): ProviderRequest {
  const { region, stack, caller, tags } = context;
  return {
    region,
    stackName: stack.name,
    stackId: stack.id,
    logicalId,
    properties,
    stackTags: tags,
    caller,
    generateName: (maximumLength = 255) => generateName(region, stack.name, logicalId, type, maximumLength),
  };
}

function existingRequest(context: WorkContext, resource: StackResource, properties: Properties): ExistingRequest {
  if (resource.physicalId === undefined)
    throw new Error(`${resource.logicalId} of ${context.stack.name} does not exist`);
  return {
    ...requestFor(context, resource.logicalId, resource.definition.type, properties),
    physicalId: resource.physicalId,
    previousProperties: resource.properties,
  };
}

/** Beside what a provider says here, the calls that it makes through the dispatcher are authorised one by one. */
function authorize(
  { region, caller }: WorkContext,
  provider: ResourceProvider,
  request: ProviderRequest,
  change: 'create' | 'update' | 'delete',
): void {
  const access: readonly Access[] = provider.access?.(request, change) ?? [];
  region.world.iam.authorize(caller, access, region.name);
}

const NAME_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SUFFIX_LENGTH = 12;

/** `stack-logicalId-1A2B3C4D5E6F`, its first two parts cut to fit. */
function generateName(region: Region, stack: string, logicalId: string, type: string, maximumLength: number): string {
  const { random } = region.world;
  const draw = () => NAME_CHARACTERS[Math.floor(random.next(`cloudformation/${type}`) * NAME_CHARACTERS.length)];
  const suffix = Array.from({ length: SUFFIX_LENGTH }, draw).join('');
  const room = Math.max(2, maximumLength - SUFFIX_LENGTH - 2);
  const forStack = Math.min(stack.length, Math.max(Math.floor(room / 2), room - logicalId.length));
  return `${stack.slice(0, forStack)}-${logicalId.slice(0, room - forStack)}-${suffix}`;
}

/** A dark region does nothing; a day of it fails the resource. */
const DARK_POLL_MS = 60_000;
const DARK_LIMIT_MS = 24 * 3600_000;

async function pass(context: WorkContext, duration: 'stackResource' | 'stackDeleteResource'): Promise<void> {
  const { durations, scheduler } = context.region.world;
  await scheduler.sleep(durations.drawMs(duration));
  await untilLight(context);
}

async function untilLight({ region }: WorkContext): Promise<void> {
  const { scheduler } = region.world;
  const limitMs = scheduler.now() + DARK_LIMIT_MS;
  while (region.world.isDark(region.name)) {
    if (scheduler.now() >= limitMs) throw new ResourceFailure('Internal Failure');
    await scheduler.sleep(DARK_POLL_MS);
  }
}

async function failing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw failureOf(error);
  }
}

function refusalsFail<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failureOf(error);
  }
}

/** The reason in the words of CloudFormation's resource handlers. */
function failureOf(error: unknown): unknown {
  if (error instanceof AwsError) {
    return new ResourceFailure(
      error.code === 'ValidationError'
        ? error.message
        : `Resource handler returned message: "${error.message}" (HandlerErrorCode: ${handlerErrorCode(error)})`,
    );
  }
  if (error instanceof Error && error.name === 'UnreachableError') {
    return new ResourceFailure(
      `Resource handler returned message: "${error.message}" (HandlerErrorCode: ServiceInternalError)`,
    );
  }
  return error;
}

function handlerErrorCode({ code, status }: AwsError): string {
  if (/AccessDenied|NotAuthorized|UnauthorizedOperation/.test(code)) return 'AccessDenied';
  if (/AlreadyExists|AlreadyOwnedByYou|Duplicate/.test(code)) return 'AlreadyExists';
  if (/NotFound|NoSuch/.test(code)) return 'NotFound';
  if (/Throttl/.test(code)) return 'Throttling';
  if (/Limit|Quota/.test(code)) return 'ServiceLimitExceeded';
  return status >= 500 ? 'ServiceInternalError' : 'InvalidRequest';
}
