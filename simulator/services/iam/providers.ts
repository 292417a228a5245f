import * as z from 'zod';
import type { Access } from '../../service';
import { callService } from '../cloudformation/call-service';
import type { ExistingRequest, ProviderRequest, ResourceProvider } from '../cloudformation/provider';
import { notModelled } from '../not-modelled';
import { parseProperties, TagList } from '../provider-properties';
import type { IamInput, IamOperation } from './operations';

const Document = z.record(z.string(), z.unknown());
const InlinePolicies = z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: Document }));

const RoleProperties = z.strictObject({
  RoleName: z.string().optional(),
  Path: z.string().optional(),
  Description: z.string().optional(),
  AssumeRolePolicyDocument: Document,
  Policies: InlinePolicies.default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  MaxSessionDuration: z.number().optional(),
  Tags: TagList.optional(),
});

const PolicyProperties = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: Document,
  Roles: z.array(z.string()).min(1, 'a policy for users or groups is not modelled: give it roles'),
});

const ManagedPolicyProperties = z.strictObject({
  ManagedPolicyName: z.string().optional(),
  Path: z.string().optional(),
  Description: z.string().optional(),
  PolicyDocument: Document,
  Roles: z.array(z.string()).default([]),
});

/**
 * IAM's resource types. Each change is a call to IAM's control plane, which is in us-east-1: with that region dark, a
 * stack of any region that holds one of these cannot change them (AWS Fault Isolation Boundaries, "Global services").
 */
export const providers: readonly ResourceProvider[] = [
  {
    type: 'AWS::IAM::Role',
    calls: 'dispatched',
    access: authorisedByEachCall,
    async create(request) {
      const role = parseProperties(this.type, RoleProperties, request.properties);
      const RoleName = role.RoleName ?? request.generateName(64);
      const { Path, AssumeRolePolicyDocument } = role;
      await call(request, 'CreateRole', { RoleName, Path, AssumeRolePolicyDocument });
      await putPolicies(request, RoleName, role, { Policies: [], ManagedPolicyArns: [] });
      return describeRole(request, RoleName);
    },
    async update(request) {
      const role = parseProperties(this.type, RoleProperties, request.properties);
      const previous = parseProperties(this.type, RoleProperties, request.previousProperties);
      const RoleName = request.physicalId;
      refuseRename(this.type, previous.RoleName ?? RoleName, role.RoleName ?? RoleName);
      refuseRename(this.type, previous.Path, role.Path);
      await call(request, 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: role.AssumeRolePolicyDocument });
      await putPolicies(request, RoleName, role, previous);
      return describeRole(request, RoleName);
    },
    async delete(request) {
      const role = parseProperties(this.type, RoleProperties, request.previousProperties);
      await putPolicies(request, request.physicalId, { Policies: [], ManagedPolicyArns: [] }, role);
      await call(request, 'DeleteRole', { RoleName: request.physicalId });
    },
  },
  {
    type: 'AWS::IAM::Policy',
    calls: 'dispatched',
    access: authorisedByEachCall,
    async create(request) {
      const policy = parseProperties(this.type, PolicyProperties, request.properties);
      await putOnRoles(request, policy, []);
      return { physicalId: policy.PolicyName };
    },
    async update(request) {
      const policy = parseProperties(this.type, PolicyProperties, request.properties);
      const previous = parseProperties(this.type, PolicyProperties, request.previousProperties);
      const renamed = previous.PolicyName !== policy.PolicyName;
      await putOnRoles(request, policy, renamed ? [] : previous.Roles);
      if (renamed) await putOnRoles(request, { ...previous, Roles: [] }, previous.Roles);
      return { physicalId: policy.PolicyName };
    },
    async delete(request) {
      const policy = parseProperties(this.type, PolicyProperties, request.previousProperties);
      await putOnRoles(request, { ...policy, Roles: [] }, policy.Roles);
    },
  },
  {
    type: 'AWS::IAM::ManagedPolicy',
    calls: 'dispatched',
    access: authorisedByEachCall,
    async create(request) {
      const policy = parseProperties(this.type, ManagedPolicyProperties, request.properties);
      const PolicyName = policy.ManagedPolicyName ?? request.generateName(128);
      const { Path, PolicyDocument } = policy;
      await call(request, 'CreatePolicy', { PolicyName, Path, PolicyDocument });
      const PolicyArn = request.region.world.iam.policyArn(PolicyName, Path);
      for (const RoleName of policy.Roles) await call(request, 'AttachRolePolicy', { RoleName, PolicyArn });
      return { physicalId: PolicyArn };
    },
    async update(request) {
      const policy = parseProperties(this.type, ManagedPolicyProperties, request.properties);
      const previous = parseProperties(this.type, ManagedPolicyProperties, request.previousProperties);
      const PolicyArn = request.physicalId;
      refuseRename(this.type, previous.ManagedPolicyName, policy.ManagedPolicyName);
      refuseRename(this.type, previous.Path, policy.Path);
      await call(request, 'CreatePolicyVersion', { PolicyArn, PolicyDocument: policy.PolicyDocument });
      await attachToRoles(request, PolicyArn, policy.Roles, previous.Roles);
      return { physicalId: PolicyArn };
    },
    async delete(request) {
      const policy = parseProperties(this.type, ManagedPolicyProperties, request.previousProperties);
      await attachToRoles(request, request.physicalId, [], policy.Roles);
      await call(request, 'DeletePolicy', { PolicyArn: request.physicalId });
    },
  },
];

/** The calls below are made in the name of whoever changes the stack, and authorised one by one. */
function authorisedByEachCall(): readonly Access[] {
  return [];
}

type RolePolicies = Pick<z.infer<typeof RoleProperties>, 'Policies' | 'ManagedPolicyArns'>;

/** Makes the role's own policies what `wanted` says, given what `previous` said. */
async function putPolicies(
  request: ProviderRequest,
  RoleName: string,
  wanted: RolePolicies,
  previous: RolePolicies,
): Promise<void> {
  for (const { PolicyName, PolicyDocument } of wanted.Policies) {
    await call(request, 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
  }
  for (const { PolicyName } of previous.Policies) {
    if (wanted.Policies.some((policy) => policy.PolicyName === PolicyName)) continue;
    await call(request, 'DeleteRolePolicy', { RoleName, PolicyName });
  }
  for (const PolicyArn of without(wanted.ManagedPolicyArns, previous.ManagedPolicyArns)) {
    await call(request, 'AttachRolePolicy', { RoleName, PolicyArn });
  }
  for (const PolicyArn of without(previous.ManagedPolicyArns, wanted.ManagedPolicyArns)) {
    await call(request, 'DetachRolePolicy', { RoleName, PolicyArn });
  }
}

async function putOnRoles(
  request: ProviderRequest,
  { PolicyName, PolicyDocument, Roles }: z.infer<typeof PolicyProperties>,
  previousRoles: readonly string[],
): Promise<void> {
  for (const RoleName of Roles) await call(request, 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
  for (const RoleName of without(previousRoles, Roles)) {
    await call(request, 'DeleteRolePolicy', { RoleName, PolicyName });
  }
}

async function attachToRoles(
  request: ProviderRequest,
  PolicyArn: string,
  wanted: readonly string[],
  previous: readonly string[],
): Promise<void> {
  for (const RoleName of without(wanted, previous)) await call(request, 'AttachRolePolicy', { RoleName, PolicyArn });
  for (const RoleName of without(previous, wanted)) await call(request, 'DetachRolePolicy', { RoleName, PolicyArn });
}

function describeRole({ region }: ProviderRequest, roleName: string) {
  const { arn, roleId } = region.world.iam.roles.get(roleName);
  return { physicalId: roleName, attributes: { Arn: arn, RoleId: roleId } };
}

async function call<Name extends IamOperation>(
  request: ProviderRequest | ExistingRequest,
  operation: Name,
  input: IamInput<Name>,
): Promise<void> {
  await callService(request, { region: 'us-east-1', service: 'iam', operation, input });
}

/** AWS replaces the resource then; the simulator changes these types in place only. */
function refuseRename(type: string, previous: string | undefined, wanted: string | undefined): void {
  if (previous === wanted) return;
  throw notModelled(`replacing an ${type} because its name or path changes (${previous} to ${wanted})`);
}

function without(all: readonly string[], some: readonly string[]): readonly string[] {
  return all.filter((each) => !some.includes(each));
}
