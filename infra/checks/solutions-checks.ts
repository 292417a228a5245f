import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { ACKNOWLEDGED_VIOLATIONS, type AcknowledgedViolation } from './acknowledged-violations';
import { type ExplainedWildcard, isWithin } from './wildcards';

/** What cdk-nag found: a rule, with what of the construct it is about if it says so, and the construct's path. */
export interface RuleViolation {
  readonly rule: string;
  /** `Resource::*` */
  readonly detail: string | undefined;
  readonly path: string;
}

/** Every violation of the AwsSolutions rules in a construct tree. */
export function ruleViolations(root: IConstruct): readonly RuleViolation[] {
  return new AwsSolutionsChecks(root).validateScope(root).violations.flatMap(({ ruleName, violatingResources }) => {
    const [, rule = ruleName, detail] = /^([^[]+)(?:\[(.*)\])?$/.exec(ruleName) ?? [];
    return violatingResources.map(({ constructPath = '' }) => ({ rule, detail, path: constructPath }));
  });
}

/** Whether one of our sentences of why covers the violation: of a wildcard, the one at the permission. */
export function isAcknowledged(
  { rule, detail, path }: RuleViolation,
  explained: readonly ExplainedWildcard[],
  violations: readonly AcknowledgedViolation[] = ACKNOWLEDGED_VIOLATIONS,
): boolean {
  // The template of a workload that runs already is the team's own, and is deployed as it is.
  if (isWithin(path, ['PilotLightActivation/Template'])) return true;
  if (rule !== 'AwsSolutions-IAM5' || detail === undefined)
    return violations.some((known) => known.rule === rule && isWithin(path, known.paths));
  const [kind, text = ''] = detail.split(/::(.*)/s);
  return explained.some(
    (known) => isWithin(path, [known.path]) && (kind === 'Action' ? known.action : known.resource) === text,
  );
}
