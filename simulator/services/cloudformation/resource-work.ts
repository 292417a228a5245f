import { isDeepStrictEqual } from 'node:util';
import type { Access, Caller } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { referenceSource } from './aws-calls';
import { resolveDynamicReferences } from './dynamic-references';
import { resolve, type TemplateScope } from './intrinsics';
import { handle } from './handle';
import { persistAt } from './persist';
import type { ExistingRequest, ProviderRequest, ProviderResult, ResourceProvider } from './provider';
import { failureOf, ResourceFailure } from './resource-failure';
import type { Stack, StackResource } from './stack';
import type { ResourceDefinition } from './template';
import { untilLight } from './until-light';

export type Providers = ReadonlyMap<string, ResourceProvider>;

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
export function declare({ region, scope }: WorkContext, definition: ResourceDefinition): Properties {
  try {
    return resolve(definition.properties, scope) as Properties;
  } catch (error) {
    throw failureOf(error, region, undefined);
  }
}

export async function createResource(context: WorkContext, resource: StackResource): Promise<void> {
  await pass(context, 'stackResource');
  const { definition, logicalId } = resource;
  const provider = providerOf(context.providers, definition.type);
  await failing(context, provider, async () => {
    resource.declared = resolve(definition.properties, context.scope) as Properties;
    resource.properties = await resolveProperties(context, resource.declared);
    const request = {
      ...requestFor(context, logicalId, definition.type, resource.properties),
      identify(physicalId: string) {
        resource.physicalId = physicalId;
      },
    };
    authorize(context, provider, request, 'create');
    const made = (result: ProviderResult) => take(resource, result);
    const { calls } = provider;
    const { properties } = request;
    const act = () => provider.create(request);
    take(resource, await handle(context, { calls, change: 'create', properties, act, made }));
  });
  await untilLight(context.region);
}

/** Changes a resource in place, as far as its provider can; says whether it could. */
export async function updateResource(
  context: WorkContext,
  resource: StackResource,
  declared: Properties,
): Promise<'updated' | 'needs replacement'> {
  const { type } = resource.definition;
  const provider = providerOf(context.providers, type);
  if (needsReplacement(context, resource, declared)) return 'needs replacement';
  if (!isUpdatable(provider)) {
    resource.declared = declared;
    return 'updated';
  }
  await pass(context, 'stackResource');
  await failing(context, provider, async () => {
    const properties = await resolveProperties(context, declared);
    const request = existingRequest(context, resource, properties);
    authorize(context, provider, request, 'update');
    const made = (result: ProviderResult) => {
      take(resource, result);
      resource.declared = declared;
      resource.properties = properties;
    };
    const { calls } = provider;
    const act = () => provider.update(request);
    made(await handle(context, { calls, change: 'update', properties, act, made }));
  });
  await untilLight(context.region);
  return 'updated';
}

export async function deleteResource(
  context: WorkContext,
  resource: StackResource,
  policy: string = 'Delete',
): Promise<void> {
  await pass(context, 'stackDeleteResource');
  const provider = providerOf(context.providers, resource.definition.type);
  await failing(context, provider, async () => {
    const request = existingRequest(context, resource, resource.properties);
    authorize(context, provider, request, 'delete');
    const act = () => deleteAsTold(provider, request, policy);
    return handle(context, { calls: provider.calls, change: 'delete', properties: request.properties, act });
  });
  await untilLight(context.region);
}

function deleteAsTold(provider: ResourceProvider, request: ExistingRequest, policy: string): Promise<void> | void {
  if (policy !== 'Snapshot') return provider.delete(request);
  if (provider.deleteWithSnapshot === undefined) throw notModelled(`DeletionPolicy Snapshot of ${provider.type}`);
  return provider.deleteWithSnapshot(request, request.generateName(63));
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

/** Whether the change can only be had with another resource, and whether CloudFormation would make one. */
export function needsReplacement({ providers }: WorkContext, resource: StackResource, declared: Properties): boolean {
  const { type } = resource.definition;
  const provider = providerOf(providers, type);
  if (!isUpdatable(provider)) return !differInTags(resource.declared, declared);
  const { createOnly = [] } = provider;
  return createOnly.some((name) => !isDeepStrictEqual(declared[name], resource.declared[name]));
}

/**
 * Two resources cannot have one name: a resource that the template names is not replaced under that name (CloudFormation
 * User Guide, Name type).
 */
export function checkName({ providers }: WorkContext, resource: StackResource, declared: Properties): void {
  const { nameProperty } = providerOf(providers, resource.definition.type);
  const name = nameProperty === undefined ? undefined : declared[nameProperty];
  if (typeof name !== 'string' || name !== resource.physicalId) return;
  throw new ResourceFailure(
    `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
  );
}

/** Tags alone replace nothing (`tagUpdatable` in the schemas of the types that we have). */
function differInTags(before: Properties, now: Properties): boolean {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names.every((name) => name.endsWith('Tags') || isDeepStrictEqual(before[name], now[name]));
}

function take(resource: StackResource, result: ProviderResult): void {
  resource.physicalId = result.physicalId;
  resource.attributes = result.attributes ?? {};
}

async function resolveProperties(context: WorkContext, declared: Properties): Promise<Properties> {
  const { region, caller } = context;
  const source = referenceSource(region, caller);
  const persistent = {
    ssm: (name: string) => persistAt(region, { service: 'ssm', operation: 'GetParameters' }, () => source.ssm(name)),
    secret: (id: string) =>
      persistAt(region, { service: 'secretsmanager', operation: 'GetSecretValue' }, () => source.secret(id)),
  };
  return (await resolveDynamicReferences(declared, persistent)) as Properties;
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

async function failing({ region }: WorkContext, { calls }: ResourceProvider, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw failureOf(error, region, typeof calls === 'string' ? undefined : calls.service);
  }
}

async function pass(context: WorkContext, duration: 'stackResource' | 'stackDeleteResource'): Promise<void> {
  const { durations, scheduler } = context.region.world;
  await scheduler.sleep(durations.drawMs(duration));
  await untilLight(context.region);
}
