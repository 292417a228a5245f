import { deniedPermission } from './failure';
import type { Action } from './action';
import { awsCommand, executionHistory } from './commands';
import type { CommonActionFacts } from './facts';
import { quotaOf } from './quotas';

/** What a person can do whichever workflow it is. */
export type CommonActionName =
  | 'follow'
  | 'history'
  | 'listRecoveryPoints'
  | 'inspectKey'
  | 'listSecrets'
  | 'raiseQuota'
  | 'grantPermission';

export const COMMON_ACTIONS: Readonly<Record<CommonActionName, (facts: CommonActionFacts) => Action>> = {
  follow: (facts) => ({
    sentence: 'Follow it',
    command: executionHistory(facts, facts.execution.id),
  }),

  history: (facts) => ({
    sentence: 'Read the last steps of this execution',
    command: executionHistory(facts, facts.execution.id),
  }),

  listRecoveryPoints: (facts) => ({
    sentence: 'List the recovery points of the standby vault',
    command: awsCommand(
      facts,
      'backup list-recovery-points-by-backup-vault',
      '--backup-vault-name',
      facts.environment.STANDBY_VAULT_NAME,
      '--query',
      'RecoveryPoints[].[CreationDate,Status,RecoveryPointArn]',
      '--output',
      'text',
    ),
  }),

  inspectKey: (facts) => ({
    sentence: 'Check the state of the key',
    command: awsCommand(
      facts,
      'kms describe-key',
      '--key-id',
      facts.environment.STANDBY_KEY_ALIAS,
      '--query',
      'KeyMetadata.[KeyId,KeyState,DeletionDate]',
    ),
  }),

  listSecrets: (facts) => ({
    sentence: 'List the secrets of this region, also those that are to be deleted',
    command: awsCommand(
      facts,
      'secretsmanager list-secrets',
      '--include-planned-deletion',
      '--query',
      'SecretList[].[Name,PrimaryRegion,DeletedDate]',
      '--output',
      'text',
    ),
  }),

  raiseQuota: (facts) => {
    const quota = quotaOf(facts.failure?.cause ?? '');
    if (quota === undefined) {
      return {
        sentence: 'Find the quota that the cause names, and raise it or remove what is not needed',
        command: awsCommand(facts, 'service-quotas list-services', '--output', 'text'),
      };
    }
    const words = ['--service-code', 'rds', '--quota-code', quota.code, '--desired-value', String(quota.desired)];
    return {
      sentence: `Raise the quota "${quota.name}" to ${quota.desired}, or remove what is not needed`,
      command: awsCommand(facts, 'service-quotas request-service-quota-increase', ...words),
    };
  },

  grantPermission: (facts) => {
    const permission = deniedPermission(facts.failure?.cause ?? '');
    const { RECOVERY_STACK_NAME } = facts.environment;
    const lookUp = [
      '--lookup-attributes',
      permission === undefined
        ? 'AttributeKey=ReadOnly,AttributeValue=false'
        : `AttributeKey=EventName,AttributeValue=${permission.operation}`,
      '--max-results',
      '5',
    ];
    return {
      sentence: `Grant ${permission?.text ?? 'what the cause names'}, by deploying ${RECOVERY_STACK_NAME} again or by hand; IAM is changed through us-east-1. Who was denied, and by which policy`,
      command: awsCommand(facts, 'cloudtrail lookup-events', ...lookUp),
    };
  },
};
