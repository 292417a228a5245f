import type { Access, Service } from '../../service';
import type { Iam } from './iam';
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
export function iamService(iam: Iam): Service {
  const onRole = (operation: IamOperation) => (input: { readonly RoleName: string; readonly Path?: string }) => [
    { action: `iam:${operation}`, resource: iam.roleArn(input.RoleName, input.Path) },
  ];
  const onPolicy = (operation: IamOperation) => (input: { readonly PolicyArn: string }) => [
    { action: `iam:${operation}`, resource: input.PolicyArn },
  ];

  const operations: IamOperations = {
    CreateRole: {
      access: onRole('CreateRole'),
      handle({ RoleName, Path, AssumeRolePolicyDocument }) {
        return { Role: iam.createRole(RoleName, Path, AssumeRolePolicyDocument) };
      },
    },
    UpdateAssumeRolePolicy: {
      access: onRole('UpdateAssumeRolePolicy'),
      handle({ RoleName, PolicyDocument }) {
        iam.roles.get(RoleName).trust = parsePolicy(`the trust policy of ${RoleName}`, PolicyDocument);
        return {};
      },
    },
    DeleteRole: {
      access: onRole('DeleteRole'),
      handle({ RoleName }) {
        iam.roles.remove(RoleName);
        return {};
      },
    },
    PutRolePolicy: {
      access: onRole('PutRolePolicy'),
      handle({ RoleName, PolicyName, PolicyDocument }) {
        iam.putRolePolicy(RoleName, PolicyName, PolicyDocument);
        return {};
      },
    },
    DeleteRolePolicy: {
      access: onRole('DeleteRolePolicy'),
      handle({ RoleName, PolicyName }) {
        iam.roles.get(RoleName).inline.delete(PolicyName);
        return {};
      },
    },
    AttachRolePolicy: {
      access: onRole('AttachRolePolicy'),
      handle({ RoleName, PolicyArn }) {
        iam.roles.attach(RoleName, PolicyArn);
        return {};
      },
    },
    DetachRolePolicy: {
      access: onRole('DetachRolePolicy'),
      handle({ RoleName, PolicyArn }) {
        iam.roles.get(RoleName).attached.delete(PolicyArn);
        return {};
      },
    },
    CreatePolicy: {
      access: (input) => [{ action: 'iam:CreatePolicy', resource: iam.policyArn(input.PolicyName, input.Path) }],
      handle(input) {
        const arn = iam.policyArn(input.PolicyName, input.Path);
        iam.roles.addManagedPolicy(arn, parsePolicy(`policy ${input.PolicyName}`, input.PolicyDocument));
        return { Policy: { Arn: arn, PolicyName: input.PolicyName } };
      },
    },
    CreatePolicyVersion: {
      access: onPolicy('CreatePolicyVersion'),
      handle({ PolicyArn, PolicyDocument }) {
        iam.roles.replaceManagedPolicy(PolicyArn, parsePolicy(`policy ${PolicyArn}`, PolicyDocument));
        return {};
      },
    },
    DeletePolicy: {
      access: onPolicy('DeletePolicy'),
      handle({ PolicyArn }) {
        iam.roles.removeManagedPolicy(PolicyArn);
        return {};
      },
    },
  };
  return { signingName: 'iam', operations };
}
