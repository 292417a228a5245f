import type * as client from '@aws-sdk/client-secrets-manager';
import { type Access, AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import type { Secret } from './secret';

export function operationsOf(region: Region): Operations<typeof client> {
  return {
    GetSecretValue: {
      access: (input) => accessTo(region, 'secretsmanager:GetSecretValue', input.SecretId),
      handle(input) {
        const secret = region.secretsManager.get(input.SecretId ?? '');
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
        if (input.ForceDeleteWithoutRecovery !== true)
          throw notModelled('secretsmanager:DeleteSecret with a recovery window');
        const { arn, name } = region.secretsManager.get(input.SecretId ?? '');
        region.secretsManager.removeUnreplicated(arn);
        return { ARN: arn, Name: name };
      },
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
    VersionIdsToStages: { [secret.versionId]: ['AWSCURRENT'] },
    Tags: Object.entries(secret.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}
