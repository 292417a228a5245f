import { AwsError } from '../../service';
import type { Region } from '../../world';
import { evaluateCondition, type TemplateScope } from './intrinsics';
import type { Stack, StackDefinition } from './stack';

const PSEUDO_PARAMETERS = [
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
] as const;

/** Whether a name is a parameter of the template or a pseudo parameter: not a resource. */
export function isParameterName(definition: StackDefinition, name: string): boolean {
  return definition.template.parameters[name] !== undefined || (PSEUDO_PARAMETERS as readonly string[]).includes(name);
}

/** What the functions of one stack's template refer to. */
export function scopeOf(
  region: Region,
  stack: Stack,
  definition: StackDefinition,
  findExport: (name: string) => string | undefined,
): TemplateScope {
  const conditions = new Map<string, boolean>();
  const scope: TemplateScope = {
    region: region.name,
    ref: (name) => {
      const parameter = definition.parameters.get(name)?.value;
      return parameter ?? pseudoParameter(region, stack, name) ?? resourceOf(stack, name).physicalId;
    },
    attribute(logicalId, attribute) {
      const resource = resourceOf(stack, logicalId);
      const value = resource.attributes[attribute];
      if (value !== undefined) return value;
      const { type } = resource.definition;
      throw invalid(
        `Requested attribute ${attribute} of ${logicalId} (${type}) does not exist in schema or is not modelled by the simulator (docs/SIMULATOR.md)`,
      );
    },
    condition(name) {
      const known = conditions.get(name);
      if (known !== undefined) return known;
      const expression = definition.template.conditions[name];
      if (expression === undefined) throw invalid(`Unresolved condition dependency ${name}`);
      const holds = evaluateCondition(expression, scope);
      conditions.set(name, holds);
      return holds;
    },
    mapping(name, first, second) {
      const value = definition.template.mappings[name]?.[first]?.[second];
      if (value === undefined) throw invalid(`Unable to get mapping for ${name}::${first}::${second}`);
      return value;
    },
    importValue(name) {
      const value = findExport(name);
      if (value === undefined) throw invalid(`No export named ${name} found.`);
      return value;
    },
  };
  return scope;
}

function pseudoParameter(region: Region, stack: Stack, name: string): string | readonly string[] | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return region.world.accountId;
    case 'AWS::NotificationARNs':
      return [];
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::Region':
      return region.name;
    case 'AWS::StackId':
      return stack.id;
    case 'AWS::StackName':
      return stack.name;
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    default:
      return undefined;
  }
}

function resourceOf(stack: Stack, logicalId: string) {
  const resource = stack.resources.get(logicalId);
  if (resource === undefined) throw invalid(`Unresolved resource dependency ${logicalId}`);
  return resource;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', `Template error: ${message}`);
}
