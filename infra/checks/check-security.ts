import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { IConstruct } from 'constructs';
import type { Config } from '../config';
import { isAcknowledged, securityFindings } from './solutions-checks';
import { Template } from './template';
import { unacknowledgedWildcards, wildcardsOf } from './wildcards';

/** Something in the templates that a security reviewer would ask about, and that nobody has answered for. */
export class SecurityError extends Error {
  override readonly name = 'SecurityError';
}

/** Refuses an app with a finding of cdk-nag, or a permission with a wildcard, that is not acknowledged with a reason. */
export function checkSecurity(app: IConstruct, assembly: CloudAssembly, config: Config): void {
  const findings = securityFindings(app)
    .filter((finding) => !isAcknowledged(finding, config))
    .map(({ path, rule, detail }) => `${path}: ${rule}${detail === undefined ? '' : ` (${detail})`}`);
  const wildcards = assembly.stacks
    .flatMap(({ template }) => unacknowledgedWildcards(wildcardsOf(Template.parse(template), config), config))
    .map(({ path, action, resource }) => `${path}: may ${action} on ${resource}`);
  if (findings.length + wildcards.length === 0) return;
  throw new SecurityError(
    [
      'The templates hold what a security reviewer would ask about:',
      ...[...findings, ...wildcards].map((line) => `  ${line}`),
      'Mend it, or acknowledge it with a reason: a finding in infra/checks/acknowledged-findings.ts, a permission with a',
      'wildcard in infra/checks/acknowledged-wildcards.ts.',
    ].join('\n'),
  );
}
