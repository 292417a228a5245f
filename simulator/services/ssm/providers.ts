import * as z from 'zod';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { parseProperties } from '../provider-properties';
import type { Parameter } from './parameter';

const Properties = z.strictObject({
  Name: z.string().optional(),
  Type: z.enum(['String', 'StringList']),
  Value: z.string(),
  Description: z.string().optional(),
  Tier: z.literal('Standard').optional(),
  // Unlike other types, this one takes its tags as a map.
  Tags: z.record(z.string(), z.string()).optional(),
});

/**
 * An update lists the tags and removes some, also when there are none to remove, and create and update end with a read
 * (the handlers in aws-cloudformation/aws-cloudformation-resource-providers-ssm; the type's registry schema).
 */
const READ = ['GetParameters', 'ListTagsForResource'];
const ACTIONS = {
  create: ['PutParameter', 'AddTagsToResource', ...READ],
  update: ['PutParameter', 'AddTagsToResource', 'RemoveTagsFromResource', ...READ],
  delete: ['DeleteParameter'],
};

const parameter: ResourceProvider = {
  type: 'AWS::SSM::Parameter',
  calls: { service: 'ssm', create: ['PutParameter'], update: ['PutParameter'], delete: ['DeleteParameter'] },
  access(request, change) {
    const { Name } = parse(request);
    const resource = request.region.ssm.arn(Name ?? `${request.stackName}-*`);
    return ACTIONS[change].map((action) => ({ action: `ssm:${action}`, resource }));
  },
  create(request) {
    const properties = parse(request);
    const name = properties.Name ?? request.generateName(1011);
    return put(request, name, false);
  },
  update(request) {
    const name = parse(request).Name ?? request.physicalId;
    return put(request, name, name === request.physicalId);
  },
  delete(request) {
    request.region.ssm.remove(request.physicalId);
  },
};

export const providers: readonly ResourceProvider[] = [parameter];

function put(request: ProviderRequest, name: string, overwrite: boolean): ProviderResult {
  const properties = parse(request);
  const stored: Parameter = request.region.ssm.put({
    name,
    value: properties.Value,
    type: properties.Type,
    description: properties.Description,
    overwrite,
    tags: { ...request.stackTags, ...properties.Tags },
  });
  return { physicalId: name, attributes: { Type: stored.type, Value: stored.value } };
}

function parse(request: ProviderRequest) {
  return parseProperties(parameter.type, Properties, request.properties);
}
