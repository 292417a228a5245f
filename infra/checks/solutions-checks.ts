import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import type { Config } from '../config';
import { ACKNOWLEDGED_FINDINGS, type AcknowledgedFinding } from './acknowledged-findings';
import type { AcknowledgedWildcard } from './acknowledged-wildcards';
import { acknowledgedWildcards, isWithin, neutral } from './wildcards';

/** What cdk-nag found: a rule, with what of the construct it is about if it says so, and the construct's path. */
export interface SecurityFinding {
  readonly rule: string;
  /** `Resource::*` */
  readonly detail: string | undefined;
  readonly path: string;
}

/** Every finding of the AwsSolutions rules in a construct tree. */
export function securityFindings(root: IConstruct): readonly SecurityFinding[] {
  return new AwsSolutionsChecks(root).validateScope(root).violations.flatMap(({ ruleName, violatingResources }) => {
    const [, rule = ruleName, detail] = /^([^[]+)(?:\[(.*)\])?$/.exec(ruleName) ?? [];
    return violatingResources.map(({ constructPath = '' }) => ({ rule, detail, path: constructPath }));
  });
}

/** Whether one of our sentences of why covers the finding. */
export function isAcknowledged(
  { rule, detail, path }: SecurityFinding,
  config: Config,
  findings: readonly AcknowledgedFinding[] = ACKNOWLEDGED_FINDINGS,
  wildcards: readonly AcknowledgedWildcard[] = acknowledgedWildcards(config),
): boolean {
  // The template of a workload that runs already is the team's own, and is deployed as it is.
  if (isWithin(path, ['PilotLightActivation/Template'])) return true;
  if (rule !== 'AwsSolutions-IAM5' || detail === undefined)
    return findings.some((known) => known.rule === rule && isWithin(path, known.paths));
  const [kind, text = ''] = detail.split(/::(.*)/s);
  const what = neutral(text, config);
  return wildcards.some(
    (known) => isWithin(path, known.holders) && (kind === 'Action' ? known.actions : known.resources).includes(what),
  );
}
