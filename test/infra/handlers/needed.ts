import { permissionsOf, type Resource, type Template, textOf } from '../../../infra/checks/template';
import notNeeded from './not-needed.json';
import registry from './registry.json';

/** What CloudFormation does with a resource. */
type Change = 'create' | 'update' | 'delete';

interface Handlers {
  readonly create: readonly string[];
  readonly read: readonly string[];
  /** A type without it is replaced. */
  readonly update?: readonly string[];
  readonly delete: readonly string[];
  readonly tagging: readonly string[];
}

const TYPES: Readonly<Record<string, Handlers>> = registry.types;

/** The actions that a role lacks for the resources of a stack: `AWS::SSM::Parameter update: ssm:ListTagsForResource`. */
export function lacking(stack: Template, rolesOf: Template, roleName: string): readonly string[] {
  const granted = permissionsOf(rolesOf, roleName);
  const lines = Object.values(stack.Resources)
    .filter(({ Type }) => Type !== 'AWS::CDK::Metadata')
    .flatMap((resource) =>
      (['create', 'update', 'delete'] as const).flatMap((change) =>
        needed(resource, change)
          .filter(
            (action) =>
              !granted.some((each) => each.action === action && reaches(each.resources, arnOf(resource, action))),
          )
          .map((action) => `${resource.Type} ${change}: ${action}`),
      ),
    );
  return [...new Set(lines)];
}

/** What is created or updated is read afterwards, for its attributes. */
export function needed(resource: Resource, change: Change): readonly string[] {
  const handlers = TYPES[resource.Type];
  if (handlers === undefined) throw new Error(`${resource.Type} is not in registry.json: add what its schema says`);
  const actions = {
    create: [...handlers.create, ...handlers.read],
    update: handlers.update === undefined ? [] : [...handlers.update, ...handlers.read, ...handlers.tagging],
    delete: handlers.delete,
  }[change];
  return [...new Set(actions)].filter((action) => !isNeedless(resource, action)).sort();
}

function isNeedless({ Type, Properties }: Resource, action: string): boolean {
  return notNeeded.some(
    ({ type, actions, without }) =>
      type === Type && actions.includes(action) && without.every((path) => at(Properties, path) === undefined),
  );
}

function at(properties: Readonly<Record<string, unknown>>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], properties);
}

/** What the type's own actions are allowed on; of another service's actions only that they are granted is held. */
function arnOf({ Type, Properties }: Resource, action: string): string | undefined {
  const [service = '', name = ''] = action.split(':');
  switch (Type) {
    case 'AWS::Lambda::Function':
      return service === 'lambda' ? `:function:${textOf(Properties['FunctionName'])}` : undefined;
    case 'AWS::SSM::Parameter':
      return `:parameter${textOf(Properties['Name'])}`;
    case 'AWS::ElastiCache::ServerlessCache':
      return service === 'elasticache' ? `:serverlesscache:${textOf(Properties['ServerlessCacheName'])}` : undefined;
    case 'AWS::ApiGatewayV2::Integration':
      return name === 'POST' ? '/integrations' : '/integrations/*';
    case 'AWS::ApiGatewayV2::Route':
      return name === 'POST' ? '/routes' : '/routes/*';
    default:
      return undefined;
  }
}

function reaches(resources: readonly string[], end: string | undefined): boolean {
  return end === undefined || resources.some((resource) => resource.endsWith(end));
}
