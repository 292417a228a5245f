import * as z from 'zod';
import { ACKNOWLEDGEMENTS, type Acknowledgement } from './acknowledgements';
import { ACTIONS, type ControlPlaneDependency, RESOURCE_TYPES } from './control-planes';
import { overlaps } from './patterns';
import { pathOf, type Permission, permissionsOf, stringsOf, type Template } from './template';

/** Something in the recovery path that leans on a control plane in us-east-1. */
export interface Finding {
  readonly path: string;
  /** The resource type or the action. */
  readonly dependency: string;
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
}

/** Everything that a failover makes or may call, held against the table of control planes. */
export function findDependencies(path: RecoveryPath): readonly Finding[] {
  const made = Object.entries(path.activation.Resources).flatMap(([logicalId, resource]) =>
    RESOURCE_TYPES.filter((rule) => applies(rule, resource.Type)).map((rule) =>
      finding(rule, pathOf(logicalId, resource), resource.Type),
    ),
  );
  const called = [
    ...permissionsOf(path.recovery),
    ...permissionsOf(path.standby, path.activationRole),
    ...integrationsOf(path.recovery),
  ].flatMap((permission) =>
    ACTIONS.filter((rule) => applies(rule, permission.action) && reaches(rule, permission, path.region)).map((rule) =>
      finding(rule, permission.path, permission.action),
    ),
  );
  return [...made, ...called];
}

export function unacknowledged(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[] = ACKNOWLEDGEMENTS,
): readonly Finding[] {
  return findings.filter(
    ({ dependency, path }) =>
      !acknowledgements.some(
        (known) => covers(known.dependency, dependency) && (path === known.path || path.startsWith(`${known.path}/`)),
      ),
  );
}

export function describeFinding({ path, dependency, needs, instead, source }: Finding): string {
  return `${path}: ${dependency} needs ${needs}, which is in us-east-1.\n    Instead: ${instead}. (${source})`;
}

function applies({ matches, except = [] }: ControlPlaneDependency, name: string): boolean {
  return matches.some((pattern) => overlaps(pattern, name)) && !except.includes(name);
}

function reaches(
  { onResources }: ControlPlaneDependency,
  { resources }: Pick<Permission, 'resources'>,
  region: string,
): boolean {
  if (onResources === undefined) return true;
  return onResources.some((arn) => resources.some((resource) => overlaps(resource, arn.replace('REGION', region))));
}

/** An acknowledgement covers an action that its own pattern contains, and not a wider one. */
function covers(pattern: string, name: string): boolean {
  return pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)));
}

function finding({ needs, instead, source }: ControlPlaneDependency, path: string, dependency: string): Finding {
  return { path, dependency, needs, instead, source };
}

/** What the state machines of a template call themselves: `arn:aws:states:::aws-sdk:route53:getChange`. */
function integrationsOf(template: Template): readonly Pick<Permission, 'path' | 'action' | 'resources'>[] {
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
