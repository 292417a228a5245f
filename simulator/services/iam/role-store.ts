import { AwsError } from '../../service';
import awsManagedPolicies from './aws-managed-policies.json';
import { parsePolicy, type PolicyDocument } from '../../iam/policy';

export interface Role {
  readonly arn: string;
  readonly roleName: string;
  readonly roleId: string;
  trust: PolicyDocument;
  readonly inline: Map<string, PolicyDocument>;
  readonly attached: Set<string>;
}

/** The roles of the account and the policies that are attached to them. */
export class RoleStore {
  readonly #roles = new Map<string, Role>();
  readonly #customerManaged = new Map<string, PolicyDocument>();
  readonly #awsManaged = new Map<string, PolicyDocument>(
    Object.entries(awsManagedPolicies).map(([name, document]) => [
      `arn:aws:iam::aws:policy/${name}`,
      parsePolicy(name, document),
    ]),
  );

  add(role: Role): void {
    if (this.#roles.has(role.roleName)) {
      throw new AwsError('EntityAlreadyExists', `Role with name ${role.roleName} already exists.`, { status: 409 });
    }
    this.#roles.set(role.roleName, role);
  }

  /** Removes a role that nothing is attached to any more. */
  remove(roleName: string): void {
    const role = this.get(roleName);
    if (role.inline.size > 0 || role.attached.size > 0) {
      const left = [...role.inline.keys(), ...role.attached].join(', ');
      throw new AwsError('DeleteConflict', `Cannot delete entity, must remove all policies first: ${left}`, {
        status: 409,
      });
    }
    this.#roles.delete(roleName);
  }

  get(roleName: string): Role {
    const role = this.#roles.get(roleName);
    if (role === undefined) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
    return role;
  }

  get all(): readonly Role[] {
    return [...this.#roles.values()];
  }

  find(roleArn: string): Role | undefined {
    const role = this.#roles.get(roleArn.slice(roleArn.lastIndexOf('/') + 1));
    return role?.arn === roleArn ? role : undefined;
  }

  addManagedPolicy(arn: string, document: PolicyDocument): void {
    if (this.#customerManaged.has(arn)) {
      throw new AwsError('EntityAlreadyExists', `A policy called ${arn} already exists.`, { status: 409 });
    }
    this.#customerManaged.set(arn, document);
  }

  replaceManagedPolicy(arn: string, document: PolicyDocument): void {
    if (!this.#customerManaged.has(arn)) throw noSuchEntity(`Policy ${arn} does not exist.`);
    this.#customerManaged.set(arn, document);
  }

  removeManagedPolicy(arn: string): void {
    const holders = [...this.#roles.values()].filter((role) => role.attached.has(arn));
    if (holders.length > 0) {
      const names = holders.map((role) => role.roleName).join(', ');
      throw new AwsError('DeleteConflict', `Cannot delete a policy attached to entities: ${names}`, { status: 409 });
    }
    this.#customerManaged.delete(arn);
  }

  attach(roleName: string, policyArn: string): void {
    this.#managed(policyArn);
    this.get(roleName).attached.add(policyArn);
  }

  /** Every identity-based policy of the role. */
  *policiesOf(role: Role): Generator<PolicyDocument> {
    yield* role.inline.values();
    for (const arn of role.attached) yield this.#managed(arn);
  }

  #managed(arn: string): PolicyDocument {
    const document = this.#customerManaged.get(arn) ?? this.#awsManaged.get(arn);
    if (document !== undefined) return document;
    if (!arn.startsWith('arn:aws:iam::aws:policy/')) throw noSuchEntity(`Policy ${arn} does not exist.`);
    throw new AwsError(
      'NotModelled',
      `the AWS managed policy ${arn} is not modelled by the simulator: add its document to ` +
        'simulator/services/iam/aws-managed-policies.json (docs/SIMULATOR.md)',
      { status: 501 },
    );
  }
}

function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, { status: 404 });
}
