import type { Config } from '../config';
import { ACKNOWLEDGED_WILDCARDS, type AcknowledgedWildcard } from './acknowledged-wildcards';
import { permissionsOf, type Template } from './template';

/** A permission that reaches more than one thing by its words: an action or a resource with a `*` in it. */
export interface Wildcard {
  /** Construct path of the policy or role that gives it. */
  readonly path: string;
  readonly action: string;
  readonly resource: string;
}

export function wildcardsOf(template: Template, config: Config): readonly Wildcard[] {
  return permissionsOf(template)
    .flatMap(({ path, action, wordings }) =>
      wordings.map((wording) => ({ path, action, resource: neutral(wording, config) })),
    )
    .filter(({ action, resource }) => action.includes('*') || resource.includes('*'));
}

/** Those that none of the sentences of why covers. */
export function unacknowledgedWildcards(wildcards: readonly Wildcard[], config: Config): readonly Wildcard[] {
  const acknowledgements = acknowledgedWildcards(config);
  return wildcards.filter(
    (wildcard) => !acknowledgements.some((acknowledgement) => acknowledges(acknowledgement, wildcard)),
  );
}

export function acknowledgedWildcards(config: Config): readonly AcknowledgedWildcard[] {
  return [...ACKNOWLEDGED_WILDCARDS, ...ofTheTeam(config)];
}

/** A team that has a workload already says in its configuration what its activation template needs. */
function ofTheTeam(config: Config): readonly AcknowledgedWildcard[] {
  if (config.workload.kind !== 'existing') return [];
  return config.workload.activationPermissions.map(({ actions, resources }) => ({
    holders: ['PilotLightStandby/ActivationRole'],
    actions,
    resources: resources.map((resource) => neutral(resource, config)),
    reason: 'The team has written this permission itself, in workload.activationPermissions.',
  }));
}

export function acknowledges(
  { holders, actions, resources }: AcknowledgedWildcard,
  { path, action, resource }: Wildcard,
): boolean {
  return isWithin(path, holders) && actions.includes(action) && resources.includes(resource);
}

/** Whether a construct path is one of these, or inside one. */
export function isWithin(path: string, ancestors: readonly string[]): boolean {
  return ancestors.some((ancestor) => path === ancestor || path.startsWith(`${ancestor}/`));
}

/** A resource without what a configuration decides, so that one sentence covers it whatever the names are. */
export function neutral(resource: string, { account, name, primaryRegion, standbyRegion }: Config): string {
  const words: readonly (readonly [string, string])[] = [
    [account, 'ACCOUNT'],
    [primaryRegion, 'PRIMARY'],
    [standbyRegion, 'STANDBY'],
  ];
  const withoutPlaces = words.reduce((text, [value, word]) => text.replaceAll(value, word), resource);
  return (
    withoutPlaces
      // The name only where it is a word of its own: it may be as short as one letter.
      .replace(new RegExp(`(?<![A-Za-z0-9-])${name}(?=[-/])|(?<=validate-)${name}(?=-)`, 'g'), 'NAME')
      // Of references the logical ids, without the hashes that CDK appends.
      .replace(/<([A-Za-z0-9]+?)(?:[0-9A-F]{8})?(?:\.\w+)?>/g, '<$1>')
      .replace(/\w+:ExportsOutput(?:FnGetAtt|Ref)(\w+?)[0-9A-F]{8}(?:\w*?[0-9A-F]{8})?(?=\W|$)/g, '<$1>')
  );
}
