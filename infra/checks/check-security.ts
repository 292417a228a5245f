import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { IConstruct } from 'constructs';
import { isAcknowledged, ruleViolations } from './solutions-checks';
import { Template } from './template';
import { explainedWildcards, idleExplanations, unexplainedWildcards, wildcardsOf } from './wildcards';

/** Something in the templates that a security reviewer would ask about, and that nobody has answered for. */
export class SecurityError extends Error {
  override readonly name = 'SecurityError';
}

/**
 * Refuses an app with a violation of cdk-nag's rules that is not acknowledged, with a permission whose wildcard has no
 * reason, or with a reason that explains nothing.
 */
export function checkSecurity(app: IConstruct, assembly: CloudAssembly): void {
  const explained = explainedWildcards(app);
  const wildcards = assembly.stacks.flatMap(({ template }) => wildcardsOf(Template.parse(template)));
  const lines = [
    ...ruleViolations(app)
      .filter((violation) => !isAcknowledged(violation, explained))
      .map(({ path, rule, detail }) => `${path}: ${rule}${detail === undefined ? '' : ` (${detail})`}`),
    ...unexplainedWildcards(wildcards, explained).map(
      ({ path, action, resource }) => `${path}: may ${action} on ${resource}`,
    ),
    ...idleExplanations(wildcards, explained).map(
      ({ path, action, resource }) => `${path}: has a reason for ${action} on ${resource}, which is no wildcard of its`,
    ),
  ];
  if (lines.length === 0) return;
  throw new SecurityError(
    [
      'The templates hold what a security reviewer would ask about:',
      ...lines.map((line) => `  ${line}`),
      'Fix it, or give a reason: for a rule in infra/checks/acknowledged-violations.ts, for a permission with a wildcard',
      'where it is granted, by wildcard() of infra/permissions/permission.ts.',
    ].join('\n'),
  );
}
