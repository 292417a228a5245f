import { conditionsHold, type ConditionContext } from './conditions';
import { coversAction } from './evaluate';
import type { PolicyDocument, PolicyStatement } from './policy';

/** Who asks to assume a role. */
export type Principal =
  | { readonly type: 'Service'; readonly service: string }
  | { readonly type: 'AWS'; readonly roleArn: string; readonly accountId: string };

/**
 * What a role's trust policy says: `by name` when it names the principal itself, `by account` when it trusts the account
 * and leaves the rest to the principal's own policies, `no` otherwise.
 */
export function trusts(
  trust: PolicyDocument,
  principal: Principal,
  context: ConditionContext,
): 'by name' | 'by account' | 'no' {
  const applicable = trust.Statement.filter(
    (statement) =>
      coversAction(statement, 'sts:AssumeRole') &&
      (statement.Condition === undefined || conditionsHold(statement.Condition, context)),
  ).map((statement) => ({ effect: statement.Effect, match: matchPrincipal(statement, principal) }));
  if (applicable.some(({ effect, match }) => effect === 'Deny' && match !== 'no')) return 'no';
  const allowing = applicable.filter(({ effect }) => effect === 'Allow').map(({ match }) => match);
  return allowing.includes('by name') ? 'by name' : allowing.includes('by account') ? 'by account' : 'no';
}

function matchPrincipal(statement: PolicyStatement, principal: Principal): 'by name' | 'by account' | 'no' {
  const named = statement.Principal;
  if (named === undefined) return 'no';
  if (named === '*') return 'by account';
  const names = named[principal.type] ?? [];
  if (principal.type === 'Service') return names.includes(principal.service) ? 'by name' : 'no';
  if (names.includes(principal.roleArn)) return 'by name';
  const account = ['*', principal.accountId, `arn:aws:iam::${principal.accountId}:root`];
  return names.some((name) => account.includes(name)) ? 'by account' : 'no';
}
