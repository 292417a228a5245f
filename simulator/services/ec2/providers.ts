import { isDeepStrictEqual } from 'node:util';
import type { HandlerCalls } from '../cloudformation/handler-calls';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { notModelled } from '../not-modelled';
import { mergeTags, parseProperties, TagList } from '../provider-properties';
import type { NetworkReference, NetworkResource } from './ec2';
import { NETWORK_TYPES, type NetworkType } from './resource-types';

export const providers: readonly ResourceProvider[] = NETWORK_TYPES.map(providerOf);

function providerOf(type: NetworkType): ResourceProvider {
  return {
    type: type.type,
    calls: callsOf(type),
    access: (_request, change) => type.actions[change].map((action) => ({ action, resource: '*' })),
    create: (request) => create(type, request),
    update(request) {
      const changed = Object.keys({ ...request.properties, ...request.previousProperties }).filter(
        (name) => !isDeepStrictEqual(request.properties[name], request.previousProperties[name]),
      );
      if (!changed.every((name) => name === 'Tags' || type.mutable?.includes(name) === true)) {
        return create(type, request);
      }
      const content = contentOf(type, request);
      request.region.ec2.change(request.physicalId, content);
      const resource = request.region.ec2.find(type.kind, request.physicalId);
      return resource === undefined ? create(type, request) : resultOf(type, resource);
    },
    delete: (request) => request.region.ec2.delete(request.physicalId),
  };
}

/** Tags go with the call that makes the resource, and are no call to wait for. */
function callsOf({ actions }: NetworkType): HandlerCalls {
  const operations = (change: 'create' | 'update' | 'delete') =>
    actions[change].map((action) => action.replace('ec2:', '')).filter((operation) => !operation.endsWith('Tags'));
  return { service: 'ec2', create: operations('create'), update: operations('update'), delete: operations('delete') };
}

function create(type: NetworkType, request: ProviderRequest): ProviderResult {
  const content = contentOf(type, request);
  return resultOf(type, request.region.ec2.create(type.kind, content));
}

function contentOf(type: NetworkType, request: ProviderRequest) {
  const { Tags, ...properties } = request.properties;
  const unknown = Object.keys(properties).filter((name) => type.properties[name] === undefined);
  if (unknown.length > 0) throw notModelled(`${unknown.join(', ')} of ${type.type} (${request.logicalId})`);
  const references = Object.entries(properties).flatMap(([name, value]): readonly NetworkReference[] => {
    const kind = type.properties[name] ?? 'value';
    return kind === 'value' ? [] : [value].flat().map((id) => ({ kind, id: String(id) }));
  });
  const tags = parseProperties(type.type, TagList, (Tags ?? []) as Readonly<Record<string, unknown>>);
  return { properties, references, tags: mergeTags(request.stackTags, tags) };
}

function resultOf(type: NetworkType, resource: NetworkResource): ProviderResult {
  const { idAttribute } = type;
  return {
    physicalId: resource.id,
    attributes: {
      ...(idAttribute === undefined ? {} : { [idAttribute]: resource.id }),
      ...type.attributes?.(resource),
    },
  };
}
