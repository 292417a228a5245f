import { type Decision, evaluate } from '../iam/evaluate';
import { parsePolicy, type PolicyDocument, type PolicyStatement } from '../iam/policy';

/** What an AWS service asks a resource for: `events.amazonaws.com` wants `sns:Publish` for a rule. */
export interface ServiceRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The condition keys that the service sends: `aws:SourceArn`, `aws:SourceAccount`. */
  readonly conditions: Readonly<Record<string, string>>;
}

/** Whether the policy attached to a resource lets an AWS service do this. */
export function allowsService(policy: unknown, request: ServiceRequest): boolean {
  const document = read(policy, request.resource);
  const statements = document.Statement.filter((statement) => names(statement, request.principal));
  const context = new Map(Object.entries(request.conditions).map(([key, value]) => [key.toLowerCase(), [value]]));
  const { action, resource } = request;
  return evaluate([{ ...document, Statement: statements }], { action, resource, context }) === 'allowed';
}

/** A user or role, by ARN, that calls an operation of a service whose resources have policies. */
export interface CallerRequest {
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string;
}

/**
 * Whether the policy attached to a resource denies this call. Within an account it need not allow it: the caller's own
 * policies do.
 */
export function deniesCaller(policy: unknown, request: CallerRequest): boolean {
  return decide(policy, request) === 'explicitly denied';
}

/** Whether the policy, taken alone, allows this call to a user or role of the account. */
export function allowsCaller(policy: unknown, request: CallerRequest): boolean {
  return decide(policy, request) === 'allowed';
}

function decide(policy: unknown, { principalArn, action, resource }: CallerRequest): Decision {
  const document = read(policy, resource);
  const statements = document.Statement.filter(({ Principal }) => isNamed(Principal, principalArn));
  const context = new Map([['aws:principalarn', [principalArn]]]);
  return evaluate([{ ...document, Statement: statements }], { action, resource, context });
}

function isNamed(principal: PolicyStatement['Principal'], principalArn: string): boolean {
  if (principal === undefined) return false;
  const account = principalArn.split(':')[4] ?? '';
  const names = [principalArn, '*', account, `arn:aws:iam::${account}:root`];
  return principal === '*' || principal['AWS']?.some((name) => names.includes(name)) === true;
}

const parsed = new WeakMap<object, PolicyDocument>();

/** A policy is replaced, never changed, so that it is read once. */
function read(policy: unknown, resource: string): PolicyDocument {
  if (typeof policy !== 'object' || policy === null) return parsePolicy(`the policy of ${resource}`, policy);
  let document = parsed.get(policy);
  if (document === undefined) {
    document = parsePolicy(`the policy of ${resource}`, policy);
    parsed.set(policy, document);
  }
  return document;
}

/** `{"AWS": "*"}` is everyone, services as well; the account's own ARN is its users and roles only. */
function names({ Principal }: PolicyStatement, principal: string): boolean {
  if (Principal === undefined) return false;
  return (
    Principal === '*' || Principal['Service']?.includes(principal) === true || Principal['AWS']?.includes('*') === true
  );
}
