import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import * as z from 'zod';
import { WILDCARD_METADATA } from '../permissions/permission';
import { permissionsOf, type Template, wordingOf } from './template';

/** A permission that reaches more than one thing by its words: an action or a resource with a `*` in it. */
export interface WildcardPermission {
  /** Construct path of the policy or role that gives it. */
  readonly path: string;
  readonly action: string;
  readonly resource: string;
}

/** Such a permission with the sentence that says why it cannot be narrower; its path is of the role, or what that is in. */
export interface ExplainedWildcard extends WildcardPermission {
  readonly reason: string;
}

export function wildcardsOf(template: Template): readonly WildcardPermission[] {
  return permissionsOf(template)
    .flatMap(({ path, action, wordings }) => wordings.map((resource) => ({ path, action, resource })))
    .filter(({ action, resource }) => action.includes('*') || resource.includes('*'));
}

const Explanation = z.object({ actions: z.array(z.string()), resource: z.unknown(), reason: z.string() });

/**
 * What was said where permissions were granted, as `infra/permissions/permission.ts` leaves it in the tree. To be read
 * after the synthesis: before it, a reference to another stack has no name yet.
 */
export function explainedWildcards(root: IConstruct): readonly ExplainedWildcard[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === WILDCARD_METADATA)
      .flatMap(({ data }) => {
        const { actions, resource, reason } = Explanation.parse(Stack.of(construct).resolve(data));
        const { path } = construct.node;
        return actions.map((action) => ({ path, action, resource: wordingOf(resource), reason }));
      }),
  );
}

/** Those that no sentence explains. */
export function unexplainedWildcards(
  wildcards: readonly WildcardPermission[],
  explained: readonly ExplainedWildcard[],
): readonly WildcardPermission[] {
  return wildcards.filter((wildcard) => !explained.some((explanation) => explains(explanation, wildcard)));
}

/** Sentences about permissions that are not there any more, or that are narrow by now. */
export function idleExplanations(
  wildcards: readonly WildcardPermission[],
  explained: readonly ExplainedWildcard[],
): readonly ExplainedWildcard[] {
  return explained.filter((explanation) => !wildcards.some((wildcard) => explains(explanation, wildcard)));
}

export function explains(explanation: ExplainedWildcard, { path, action, resource }: WildcardPermission): boolean {
  return isWithin(path, [explanation.path]) && action === explanation.action && resource === explanation.resource;
}

/** Whether a construct path is one of these, or inside one. */
export function isWithin(path: string, ancestors: readonly string[]): boolean {
  return ancestors.some((ancestor) => path === ancestor || path.startsWith(`${ancestor}/`));
}
