import { AwsError, type Access, type Caller, type Service } from '../../service';
import type { World } from '../../world';
import { accessDenied } from './access-denied';
import { type ConditionContext, LazyContext } from '../../iam/conditions';
import { CredentialStore, type Credentials } from './credentials';
import { evaluate } from '../../iam/evaluate';
import { iamService } from './operations';
import { parsePolicy } from '../../iam/policy';
import { RoleStore } from './role-store';
import { trusts, type Principal } from '../../iam/trust';
import { Usage } from '../../iam/usage';

declare module '../../world' {
  interface GlobalServices {
    readonly iam: Iam;
  }
}

export interface RoleDefinition {
  readonly roleName: string;
  /** `/` unless it is said. */
  readonly path?: string;
  readonly trustPolicy: unknown;
  /** Inline policies by name. */
  readonly policies?: Readonly<Record<string, unknown>>;
  readonly managedPolicyArns?: readonly string[];
}

export interface CreatedRole {
  readonly Arn: string;
  readonly RoleName: string;
  readonly RoleId: string;
}

/** The account's roles, who holds which credentials, and whether a call is allowed. */
export class Iam {
  readonly roles = new RoleStore();
  /** What each role used of its permissions. */
  readonly usage = new Usage();
  /** IAM's own API, as CloudFormation calls it. It answers in us-east-1 only. */
  readonly service: Service;
  readonly #world: World;
  readonly #credentials: CredentialStore;

  constructor(world: World) {
    this.#world = world;
    this.#credentials = new CredentialStore(world.random);
    this.service = iamService(world);
  }

  /** Creates a role with its policies, or replaces one of the same name. Returns its ARN. */
  putRole(definition: RoleDefinition): string {
    const { roleName, trustPolicy, policies = {}, managedPolicyArns = [] } = definition;
    if (this.roles.find(this.roleArn(roleName, definition.path)) !== undefined) this.deleteRole(roleName);
    const { Arn } = this.createRole(roleName, definition.path, trustPolicy);
    for (const [name, document] of Object.entries(policies)) this.putRolePolicy(roleName, name, document);
    for (const policyArn of managedPolicyArns) this.roles.attach(roleName, policyArn);
    return Arn;
  }

  createRole(roleName: string, path: string | undefined, trustPolicy: unknown): CreatedRole {
    const arn = this.roleArn(roleName, path);
    const roleId = `AROA${this.#world.random.hex('roleId', 17).toUpperCase()}`;
    const trust = parsePolicy(`the trust policy of ${roleName}`, trustPolicy);
    this.roles.add({ arn, roleName, roleId, trust, inline: new Map(), attached: new Set() });
    return { Arn: arn, RoleName: roleName, RoleId: roleId };
  }

  putRolePolicy(roleName: string, policyName: string, document: unknown): void {
    this.roles.get(roleName).inline.set(policyName, parsePolicy(`policy ${policyName} of ${roleName}`, document));
  }

  /** Removes a role and everything that is attached to it. */
  deleteRole(roleName: string): void {
    const role = this.roles.get(roleName);
    role.inline.clear();
    role.attached.clear();
    this.roles.remove(roleName);
  }

  roleArn(roleName: string, path = '/'): string {
    return `arn:aws:iam::${this.#world.accountId}:role${path}${roleName}`;
  }

  policyArn(policyName: string, path = '/'): string {
    return `arn:aws:iam::${this.#world.accountId}:policy${path}${policyName}`;
  }

  get operatorCredentials(): Credentials {
    return this.#credentials.operator;
  }

  issueCredentials(roleArn: string, sessionName: string): Credentials {
    return this.#credentials.issue(roleArn, sessionName);
  }

  callerOf(accessKeyId: string): Caller | undefined {
    return this.#credentials.callerOf(accessKeyId);
  }

  /**
   * A service takes on a role: its trust policy must name the service. `sourceArn` is what the service does it for, for
   * trust policies with a condition on aws:SourceArn.
   * @throws AwsError AccessDenied
   */
  assumeAsService(
    roleArn: string,
    principal: string,
    options: { readonly sessionName?: string; readonly sourceArn?: string } = {},
  ): Caller {
    const context = new Map([['aws:sourceaccount', [this.#world.accountId]]]);
    if (options.sourceArn !== undefined) context.set('aws:sourcearn', [options.sourceArn]);
    if (this.#trust(roleArn, { type: 'Service', service: principal }, context) === 'no') {
      throw refusedAssumption(principal, roleArn);
    }
    return { kind: 'role', roleArn, sessionName: options.sessionName ?? principal.replace(/\..*/, '') };
  }

  /**
   * What a role needs, beside being trusted, to assume another: nothing when it is trusted by name. The operator is a user of
   * the account with every permission, and has to be trusted all the same.
   * @throws AwsError AccessDenied
   */
  accessToAssume(roleArn: string, caller: Caller, hasSecondFactor = false): readonly Access[] {
    if (caller.kind === 'service') throw refusedAssumption(caller.kind, roleArn);
    const { accountId } = this.#world;
    const arn = caller.kind === 'role' ? caller.roleArn : `arn:aws:iam::${accountId}:user/operator`;
    const context = new Map([
      ['aws:principalarn', [arn]],
      // Of a user's own keys the key is in a request only with the code of a device (IAM User Guide, global condition keys).
      ...(hasSecondFactor ? [['aws:multifactorauthpresent', ['true']] as const] : []),
    ]);
    const trust = this.#trust(roleArn, { type: 'AWS', roleArn: arn, accountId }, context);
    if (trust === 'no') throw refusedAssumption(caller.kind === 'role' ? this.sessionArn(caller) : arn, roleArn);
    return trust === 'by name' ? [] : [{ action: 'sts:AssumeRole', resource: roleArn }];
  }

  /**
   * Checks each access against the role's identity-based policies. The operator may do everything, and so may a service
   * on its own behalf; resource-based policies are checked by the services that have them.
   * @throws AwsError with the code that the called service refuses with
   */
  authorize(caller: Caller, access: readonly Access[], region: string, signingName?: string): void {
    if (caller.kind !== 'role') return;
    const role = this.roles.find(caller.roleArn);
    if (role === undefined) {
      throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', {
        status: 403,
      });
    }
    for (const each of access) {
      const { action, resource } = each;
      const context = new LazyContext(() => this.#contextOf(caller, each, region));
      const decision = evaluate(this.roles.policiesOf(role), { action, resource, context });
      this.usage.record(role.arn, each, decision);
      if (decision === 'allowed') continue;
      const why =
        decision === 'explicitly denied'
          ? 'with an explicit deny in an identity-based policy'
          : `because no identity-based policy allows the ${action} action`;
      throw accessDenied(
        signingName,
        `User: ${this.sessionArn(caller)} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
      );
    }
  }

  /** `arn:aws:sts::111111111111:assumed-role/Role/Session` */
  sessionArn(caller: Caller & { readonly kind: 'role' }): string {
    const roleName = caller.roleArn.slice(caller.roleArn.lastIndexOf('/') + 1);
    return `arn:aws:sts::${this.#world.accountId}:assumed-role/${roleName}/${caller.sessionName}`;
  }

  #trust(roleArn: string, principal: Principal, context: ConditionContext): ReturnType<typeof trusts> {
    const role = this.roles.find(roleArn);
    return role === undefined ? 'no' : trusts(role.trust, principal, context);
  }

  #contextOf(caller: Caller & { readonly kind: 'role' }, access: Access, region: string): ConditionContext {
    const resourceAccount = access.resource.split(':')[4];
    return new Map<string, readonly string[]>([
      ['aws:requestedregion', [region]],
      ['aws:principalarn', [caller.roleArn]],
      ['aws:principalaccount', [this.#world.accountId]],
      ['aws:principaltype', ['AssumedRole']],
      ['aws:securetransport', ['true']],
      ['aws:currenttime', [new Date(this.#world.scheduler.now()).toISOString()]],
      [
        'aws:resourceaccount',
        [resourceAccount === undefined || resourceAccount === '' ? this.#world.accountId : resourceAccount],
      ],
      ...Object.entries(access.conditions ?? {}).map(
        ([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value] as const,
      ),
    ]);
  }
}

function refusedAssumption(who: string, roleArn: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    {
      status: 403,
    },
  );
}
