import { FUNCTIONS } from '../../infra/entries';
import { synthesizeStacks } from '../infra/synthesized';
import { actionsAskedFor } from './asked-for';

/** What AWS asks for beside, or in place of, the call: the permission is needed although no code names it. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  // Tags in a creating call (RDS User Guide); the keys of what is restored; secrets-manager is secretsmanager in IAM.
  restoreAurora: [
    'rds:AddTagsToResource',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:GenerateDataKey',
    'kms:CreateGrant',
    'secretsmanager:GetSecretValue',
  ],
  restoreToPointInTime: [
    'rds:AddTagsToResource',
    'kms:DescribeKey',
    'kms:CreateGrant',
    'secretsmanager:GetSecretValue',
  ],
  failoverGlobalCluster: ['rds:AddTagsToResource', 'secretsmanager:DescribeSecret'],
  // CloudFormation reads the template and the parameters as its caller, and is handed a role.
  deployRegionStack: ['cloudformation:TagResource', 'iam:PassRole', 's3:GetObject', 'ssm:GetParameters'],
  // The Data API reads the secret as its caller (Aurora User Guide); without ListBucket a missing object is a 403.
  smokeTest: ['secretsmanager:GetSecretValue', 's3:ListBucket'],
  findMoment: ['secretsmanager:GetSecretValue'],
  compareData: ['secretsmanager:GetSecretValue', 's3:ListBucket'],
  applyRows: ['secretsmanager:GetSecretValue', 's3:ListBucket'],
  recordManifest: ['secretsmanager:GetSecretValue'],
  ensureRoles: ['secretsmanager:GetSecretValue'],
  reportExecution: ['s3:ListBucket'],
  // AWS Backup is handed a role.
  assessBackupFailure: ['iam:PassRole'],
  // The Data API reads the secret as its caller.
  assessAzFailure: ['secretsmanager:GetSecretValue'],
  keepRecoveryPointObjective: ['iam:PassRole'],
  // Its dry runs are Invoke calls; service-quotas is servicequotas in IAM, eventbridge is events.
  readiness: [
    'servicequotas:GetServiceQuota',
    'secretsmanager:DescribeSecret',
    'lambda:InvokeFunction',
    's3:ListBucket',
    'events:PutEvents',
  ],
};
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

const template = synthesizeStacks({ database: 'global', traffic: { switch: 'endpoint' } }).stacks;

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
}

function grantedTo(folder: string): readonly string[] {
  const id = `${folder.charAt(0).toUpperCase()}${folder.slice(1)}`;
  return [template.recovery, template.primary].flatMap((stack) =>
    Object.values(stack.findResources('AWS::IAM::Policy'))
      .filter(({ Properties }) =>
        new RegExp(`^\\w*${id}`).test(JSON.stringify(Properties.Roles[0].Ref).replaceAll('"', '')),
      )
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as readonly Statement[])
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action),
  );
}

test.each(FUNCTIONS)('%s may do nothing that its code never asks for', (folder) => {
  const asked = actionsAskedFor(`functions/${folder}/handler.ts`);
  const granted = grantedTo(folder);
  expect(granted).not.toEqual([]);
  const needed = new Set([...asked, ...LOGS, ...(BESIDE[folder] ?? [])]);
  expect(granted.filter((action) => !needed.has(action))).toEqual([]);
});
