import * as z from 'zod';
import { ACKNOWLEDGED_DEPENDENCIES, type AcknowledgedDependency, BESIDE_THE_PATH } from './acknowledged-dependencies';
import { ACTIONS, type ControlPlaneRule, RESOURCE_TYPES } from './control-planes';
import { overlaps } from './wildcard-overlap';
import { pathOf, type GrantedPermission, permissionsOf, stringsOf, type Template } from './template';

/** Something in the recovery path that depends on a control plane in us-east-1. */
export interface Dependency {
  readonly path: string;
  /** The resource type or the action. */
  readonly name: string;
  readonly needs: string;
  readonly instead: string;
  readonly source: string;
}

export interface RecoveryPath {
  readonly activation: Template;
  readonly recovery: Template;
  readonly standby: Template;
  readonly region: string;
  /** Physical name of the role with which CloudFormation deploys the activation stack. */
  readonly activationRole: string;
  /** A stack that a failover starts and does not wait for, and the role with which CloudFormation deploys it. */
  readonly beside?: { readonly template: Template; readonly role: string };
}

/** Everything that a failover makes or may call, held against the table of control planes. */
export function findDependencies(path: RecoveryPath): readonly Dependency[] {
  const deployed = { ...path.activation.Resources, ...path.beside?.template.Resources };
  const made = Object.entries(deployed).flatMap(([logicalId, resource]) =>
    RESOURCE_TYPES.filter((rule) => applies(rule, resource.Type)).map((rule) =>
      dependency(rule, pathOf(logicalId, resource), resource.Type),
    ),
  );
  const called = [
    ...permissionsOf(path.recovery),
    ...permissionsOf(path.standby, path.activationRole),
    ...(path.beside === undefined ? [] : permissionsOf(path.standby, path.beside.role)),
    ...integrationsOf(path.recovery),
  ].flatMap((permission) =>
    ACTIONS.filter((rule) => applies(rule, permission.action) && reaches(rule, permission, path.region)).map((rule) =>
      dependency(rule, permission.path, permission.action),
    ),
  );
  return [...made, ...called];
}

export function unacknowledged(
  dependencies: readonly Dependency[],
  acknowledgements: readonly AcknowledgedDependency[] = [...ACKNOWLEDGED_DEPENDENCIES, ...BESIDE_THE_PATH],
): readonly Dependency[] {
  return dependencies.filter(
    ({ name, path }) =>
      !acknowledgements.some(
        (known) => covers(known.dependency, name) && (path === known.path || path.startsWith(`${known.path}/`)),
      ),
  );
}

export function describeDependency({ path, name, needs, instead, source }: Dependency): string {
  return `${path}: ${name} needs ${needs}, which is in us-east-1.\n    Instead: ${instead}. (${source})`;
}

function applies({ matches, except = [] }: ControlPlaneRule, name: string): boolean {
  return matches.some((pattern) => overlaps(pattern, name)) && !except.includes(name);
}

function reaches(
  { onResources }: ControlPlaneRule,
  { resources }: Pick<GrantedPermission, 'resources'>,
  region: string,
): boolean {
  if (onResources === undefined) return true;
  return onResources.some((arn) => resources.some((resource) => overlaps(resource, arn.replace('REGION', region))));
}

/** An acknowledgement covers an action that its own pattern contains, and not a wider one. */
function covers(pattern: string, name: string): boolean {
  return pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)));
}

function dependency({ needs, instead, source }: ControlPlaneRule, path: string, name: string): Dependency {
  return { path, name, needs, instead, source };
}

/** What the state machines of a template call themselves: `arn:aws:states:::aws-sdk:route53:getChange`. */
function integrationsOf(template: Template): readonly Pick<GrantedPermission, 'path' | 'action' | 'resources'>[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine')
    .flatMap(([logicalId, resource]) => {
      const definition: unknown = JSON.parse(z.string().parse(resource.Properties['DefinitionString']));
      return stringsOf(definition, pathOf(logicalId, resource)).flatMap(({ path, text }) => {
        const call = /^arn:aws:states:::(?:aws-sdk:)?([a-z0-9]+):([a-zA-Z0-9]+)/.exec(text);
        if (call === null) return [];
        const [, service = '', operation = ''] = call;
        const action = `${IAM_PREFIXES[service] ?? service}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
        return [{ path, action, resources: ['*'] }];
      });
    });
}

/** Where an integration's service is not what IAM calls it (Step Functions Developer Guide, AWS SDK integrations). */
const IAM_PREFIXES: Readonly<Record<string, string>> = {
  cloudwatchlogs: 'logs',
  elasticloadbalancingv2: 'elasticloadbalancing',
  opensearch: 'es',
  sfn: 'states',
};
