import { conditionsHold, substitute, type ConditionContext } from './conditions';
import type { PolicyDocument, PolicyStatement } from './policy';
import { matchesWildcard } from './wildcard';

export type Decision = 'allowed' | 'explicitly denied' | 'not allowed';

export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

/** What identity-based policies say about a request: a Deny wins, then an Allow, else the answer is no. */
export function evaluate(policies: Iterable<PolicyDocument>, request: AccessRequest): Decision {
  let decision: Decision = 'not allowed';
  for (const policy of policies) {
    for (const statement of policy.Statement) {
      if (!applies(statement, request)) continue;
      if (statement.Effect === 'Deny') return 'explicitly denied';
      decision = 'allowed';
    }
  }
  return decision;
}

function applies(statement: PolicyStatement, request: AccessRequest): boolean {
  return (
    coversAction(statement, request.action) &&
    coversResource(statement, request) &&
    (statement.Condition === undefined || conditionsHold(statement.Condition, request.context))
  );
}

const covered = new WeakMap<PolicyStatement, Map<string, boolean>>();

/** Remembered for each statement, which never changes: a role asks for the same few actions again and again. */
export function coversAction(statement: PolicyStatement, action: string): boolean {
  let answers = covered.get(statement);
  if (answers === undefined) {
    answers = new Map();
    covered.set(statement, answers);
  }
  let answer = answers.get(action);
  if (answer === undefined) {
    const matches = (pattern: string) => matchesWildcard(pattern, action, { ignoreCase: true });
    answer =
      statement.Action === undefined ? !(statement.NotAction ?? []).some(matches) : statement.Action.some(matches);
    answers.set(action, answer);
  }
  return answer;
}

function coversResource(statement: PolicyStatement, { resource, context }: AccessRequest): boolean {
  const matches = (pattern: string) => {
    const text = substitute(pattern, context);
    return text !== undefined && matchesWildcard(text, resource);
  };
  if (statement.Resource !== undefined) return statement.Resource.some(matches);
  if (statement.NotResource !== undefined) return !statement.NotResource.some(matches);
  throw new Error(`an identity-based policy statement (${statement.Sid ?? 'without Sid'}) has no Resource`);
}
