import { GLOBAL_SERVICES, OTHER_TYPES, REGIONAL_SERVICES } from './service-table';
import type { ResourceProvider } from './services/cloudformation/provider';

/** CDK's record of which constructs made a template. It does nothing. */
const cdkMetadata: ResourceProvider = {
  type: 'AWS::CDK::Metadata',
  calls: 'none',
  access: () => [],
  create: (request) => ({ physicalId: request.generateName() }),
  update: (request) => ({ physicalId: request.physicalId }),
  delete() {},
};

/** Every resource type that the simulator models, by its name. */
export function modelledTypes(): ReadonlyMap<string, ResourceProvider> {
  const ofServices = [...Object.values(REGIONAL_SERVICES), ...Object.values(GLOBAL_SERVICES)];
  const all = [cdkMetadata, ...OTHER_TYPES, ...ofServices.flatMap(({ types = [] }) => types)];
  const types = new Map(all.map((provider) => [provider.type, provider]));
  if (types.size === all.length) return types;
  const twice = all.find((provider) => types.get(provider.type) !== provider);
  throw new Error(`Two providers for ${twice?.type ?? 'a resource type'}`);
}
