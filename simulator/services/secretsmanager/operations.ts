import type * as client from '@aws-sdk/client-secrets-manager';
import { type Access, AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { keyAccess } from '../rds/key-access';
import { randomPassword } from './random-password';
import type { Secret } from './secret';

export function operationsOf(region: Region): Operations<typeof client> {
  return {
    GetSecretValue: {
      access: (input) => accessTo(region, 'secretsmanager:GetSecretValue', input.SecretId),
      handle(input) {
        const secret = region.secretsManager.getUsable(input.SecretId ?? '');
        if (input.VersionStage !== undefined && input.VersionStage !== 'AWSCURRENT') {
          throw notModelled(`secretsmanager:GetSecretValue with VersionStage ${input.VersionStage}`);
        }
        if (input.VersionId !== undefined && input.VersionId !== secret.versionId) {
          throw new AwsError(
            'ResourceNotFoundException',
            `Secrets Manager can't find the specified secret value for VersionId: ${input.VersionId}`,
          );
        }
        return {
          ARN: secret.arn,
          Name: secret.name,
          VersionId: secret.versionId,
          SecretString: secret.value,
          VersionStages: ['AWSCURRENT'],
          CreatedDate: secret.changedAt,
        };
      },
    },
    PutSecretValue: {
      access: (input) => accessTo(region, 'secretsmanager:PutSecretValue', input.SecretId),
      handle(input) {
        const { SecretId = '', SecretString, VersionStages: stages = ['AWSCURRENT'] } = input;
        if (SecretString === undefined || stages.join() !== 'AWSCURRENT') {
          throw notModelled('secretsmanager:PutSecretValue of bytes or of another stage than AWSCURRENT');
        }
        const { arn, name, versionId } = region.secretsManager.put(SecretId, SecretString, input.ClientRequestToken);
        return { ARN: arn, Name: name, VersionId: versionId, VersionStages: ['AWSCURRENT'] };
      },
    },
    RemoveRegionsFromReplication: {
      access: (input) => accessTo(region, 'secretsmanager:RemoveRegionsFromReplication', input.SecretId),
      handle(input) {
        const { arn } = region.secretsManager.removeReplicas(input.SecretId ?? '', input.RemoveReplicaRegions ?? []);
        return { ARN: arn };
      },
    },
    DeleteSecret: {
      access: (input) => accessTo(region, 'secretsmanager:DeleteSecret', input.SecretId),
      handle(input) {
        const { SecretId = '', ForceDeleteWithoutRecovery: isAtOnce = false, RecoveryWindowInDays: days } = input;
        if (isAtOnce && days !== undefined) {
          throw new AwsError(
            'InvalidParameterException',
            "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
          );
        }
        if (days !== undefined && (days < 7 || days > 30)) {
          throw new AwsError(
            'InvalidParameterException',
            'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
          );
        }
        const { arn, name } = region.secretsManager.getUsable(SecretId);
        if (isAtOnce) {
          region.secretsManager.removeUnreplicated(arn);
          return { ARN: arn, Name: name, DeletionDate: new Date(region.world.scheduler.now()) };
        }
        const { deletion } = region.secretsManager.scheduleDeletion(arn, days ?? 30);
        return { ARN: arn, Name: name, DeletionDate: deletion?.dueAt };
      },
    },
    RestoreSecret: {
      access: (input) => accessTo(region, 'secretsmanager:RestoreSecret', input.SecretId),
      handle(input) {
        const secret = region.secretsManager.get(input.SecretId ?? '');
        secret.deletion = undefined;
        return { ARN: secret.arn, Name: secret.name };
      },
    },
    CreateSecret: {
      access(input) {
        const conditions = { 'secretsmanager:Name': input.Name ?? '' };
        const access = { ...secretAccess(region, input.Name ?? '') };
        return [
          { action: 'secretsmanager:CreateSecret', ...access, conditions },
          ...(input.Tags === undefined ? [] : [{ action: 'secretsmanager:TagResource', ...access }]),
          ...(input.AddReplicaRegions === undefined
            ? []
            : [{ action: 'secretsmanager:ReplicateSecretToRegions', ...access }]),
          ...keyAccess(region, input.KmsKeyId, ['kms:GenerateDataKey', 'kms:Decrypt'], 'secretsmanager'),
        ];
      },
      handle(input) {
        const { Name = '', SecretString, AddReplicaRegions: replicas = [] } = input;
        if (SecretString === undefined || replicas.some(({ KmsKeyId }) => KmsKeyId !== undefined)) {
          throw notModelled('secretsmanager:CreateSecret without SecretString, or with a key for a replica');
        }
        if (!/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(Name)) {
          throw new AwsError(
            'ValidationException',
            'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
          );
        }
        const { arn, versionId } = region.secretsManager.create({
          name: Name,
          value: SecretString,
          description: input.Description,
          kmsKeyId: input.KmsKeyId,
          tags: Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
          replicaRegions: replicas.map(({ Region = '' }) => Region),
        });
        return { ARN: arn, Name, VersionId: versionId };
      },
    },
    StopReplicationToReplica: {
      access: (input) => accessTo(region, 'secretsmanager:StopReplicationToReplica', input.SecretId),
      handle: (input) => ({ ARN: region.secretsManager.stopReplication(input.SecretId ?? '').arn }),
    },
    GetRandomPassword: {
      // The action has no resource type (Service Authorization Reference, AWS Secrets Manager).
      access: () => [{ action: 'secretsmanager:GetRandomPassword', resource: '*' }],
      handle: (input) => ({ RandomPassword: randomPassword(region, input) }),
    },
    DescribeSecret: {
      access: (input) => accessTo(region, 'secretsmanager:DescribeSecret', input.SecretId),
      handle: (input) => describe(region.secretsManager.get(input.SecretId ?? '')),
    },
  };
}

function accessTo(region: Region, action: string, id: string | undefined): readonly Access[] {
  return [{ action, ...secretAccess(region, id ?? '') }];
}

/** The resource and condition keys of a call on one secret. */
export function secretAccess(region: Region, id: string): Omit<Access, 'action'> {
  const secret = region.secretsManager.find(id);
  const tags = Object.entries(secret?.tags ?? {}).flatMap(([key, value]) => [
    [`aws:ResourceTag/${key}`, value],
    [`secretsmanager:ResourceTag/${key}`, value],
  ]);
  const resource = region.secretsManager.arnFor(id);
  return { resource, conditions: { 'secretsmanager:SecretId': resource, ...Object.fromEntries(tags) } };
}

function describe(secret: Secret) {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyArn,
    RotationEnabled: secret.owningService !== undefined,
    OwningService: secret.owningService,
    PrimaryRegion: secret.primaryRegion,
    CreatedDate: secret.createdAt,
    LastChangedDate: secret.changedAt,
    DeletedDate: secret.deletion?.requestedAt,
    VersionIdsToStages: { [secret.versionId]: ['AWSCURRENT'] },
    Tags: Object.entries(secret.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}
