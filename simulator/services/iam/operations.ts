import type { Access, Service } from '../../service';
import type { World } from '../../world';
import { parsePolicy } from '../../iam/policy';

/** The inputs that CloudFormation sends; IAM's own names (IAM API Reference). */
interface IamInputs {
  CreateRole: { RoleName: string; Path?: string; AssumeRolePolicyDocument: unknown };
  UpdateAssumeRolePolicy: { RoleName: string; PolicyDocument: unknown };
  DeleteRole: { RoleName: string };
  PutRolePolicy: { RoleName: string; PolicyName: string; PolicyDocument: unknown };
  DeleteRolePolicy: { RoleName: string; PolicyName: string };
  AttachRolePolicy: { RoleName: string; PolicyArn: string };
  DetachRolePolicy: { RoleName: string; PolicyArn: string };
  CreatePolicy: { PolicyName: string; Path?: string; PolicyDocument: unknown };
  CreatePolicyVersion: { PolicyArn: string; PolicyDocument: unknown };
  DeletePolicy: { PolicyArn: string };
}

export type IamOperation = keyof IamInputs;
export type IamInput<Name extends IamOperation> = Readonly<IamInputs[Name]>;

type IamOperations = {
  readonly [Name in IamOperation]: {
    access(input: IamInput<Name>): readonly Access[];
    handle(input: IamInput<Name>): object;
  };
};

/** IAM's control plane, as far as CloudFormation needs it for roles and policies. */
export function iamService(world: World): Service {
  const onRole = (operation: IamOperation) => (input: { readonly RoleName: string; readonly Path?: string }) => [
    { action: `iam:${operation}`, resource: world.iam.roleArn(input.RoleName, input.Path) },
  ];
  const onPolicy = (operation: IamOperation) => (input: { readonly PolicyArn: string }) => [
    { action: `iam:${operation}`, resource: input.PolicyArn },
  ];

  const operations: IamOperations = {
    CreateRole: {
      access: onRole('CreateRole'),
      handle({ RoleName, Path, AssumeRolePolicyDocument }) {
        return { Role: world.iam.createRole(RoleName, Path, AssumeRolePolicyDocument) };
      },
    },
    UpdateAssumeRolePolicy: {
      access: onRole('UpdateAssumeRolePolicy'),
      handle({ RoleName, PolicyDocument }) {
        world.iam.roles.get(RoleName).trust = parsePolicy(`the trust policy of ${RoleName}`, PolicyDocument);
        return {};
      },
    },
    DeleteRole: {
      access: onRole('DeleteRole'),
      handle({ RoleName }) {
        world.iam.roles.remove(RoleName);
        return {};
      },
    },
    PutRolePolicy: {
      access: onRole('PutRolePolicy'),
      handle({ RoleName, PolicyName, PolicyDocument }) {
        world.iam.putRolePolicy(RoleName, PolicyName, PolicyDocument);
        return {};
      },
    },
    DeleteRolePolicy: {
      access: onRole('DeleteRolePolicy'),
      handle({ RoleName, PolicyName }) {
        world.iam.roles.get(RoleName).inline.delete(PolicyName);
        return {};
      },
    },
    AttachRolePolicy: {
      access: onRole('AttachRolePolicy'),
      handle({ RoleName, PolicyArn }) {
        world.iam.roles.attach(RoleName, PolicyArn);
        return {};
      },
    },
    DetachRolePolicy: {
      access: onRole('DetachRolePolicy'),
      handle({ RoleName, PolicyArn }) {
        world.iam.roles.get(RoleName).attached.delete(PolicyArn);
        return {};
      },
    },
    CreatePolicy: {
      access: (input) => [{ action: 'iam:CreatePolicy', resource: world.iam.policyArn(input.PolicyName, input.Path) }],
      handle(input) {
        const arn = world.iam.policyArn(input.PolicyName, input.Path);
        world.iam.roles.addManagedPolicy(arn, parsePolicy(`policy ${input.PolicyName}`, input.PolicyDocument));
        return { Policy: { Arn: arn, PolicyName: input.PolicyName } };
      },
    },
    CreatePolicyVersion: {
      access: onPolicy('CreatePolicyVersion'),
      handle({ PolicyArn, PolicyDocument }) {
        world.iam.roles.replaceManagedPolicy(PolicyArn, parsePolicy(`policy ${PolicyArn}`, PolicyDocument));
        return {};
      },
    },
    DeletePolicy: {
      access: onPolicy('DeletePolicy'),
      handle({ PolicyArn }) {
        world.iam.roles.removeManagedPolicy(PolicyArn);
        return {};
      },
    },
  };
  return { signingName: 'iam', operations };
}
