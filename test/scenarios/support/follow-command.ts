import { BackupClient, ListRecoveryPointsByBackupVaultCommand } from '@aws-sdk/client-backup';
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteTableCommand, DynamoDBClient, GetItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteDBClusterCommand,
  ModifyDBClusterCommand,
  ModifyGlobalClusterCommand,
  RDSClient,
  RemoveFromGlobalClusterCommand,
} from '@aws-sdk/client-rds';
import {
  DeleteSecretCommand,
  RemoveRegionsFromReplicationCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { SimulatedRequestHandler } from '../../../simulator/wire/request-handler';
import { VirtualTimeDriver } from '../../../simulator/wire/virtual-time-driver';
import type { World } from '../../../simulator/world';
import { type Called, callsOf, commandsIn, valueOf } from '../../functions/reportExecution/shell-calls';

/** The command behind the words, as a person copies it out of a message: the line below them. */
export function commandBelow(message: string, words: string): string {
  const lines = message.split('\n');
  const command = lines[lines.findIndex((line) => line.includes(words)) + 1] ?? '';
  expect(commandsIn(command)).toEqual([command]);
  return command;
}

/**
 * Does what a pasted command does, as somebody with all rights in the account: each call of the AWS CLI in it by the same
 * call of the SDK. Gives the execution that it has started.
 */
export async function follow(world: World, command: string): Promise<string> {
  let started = '';
  for (const called of callsOf([command]).flat()) started = (await perform(world, called)) ?? started;
  return started;
}

async function perform(world: World, called: Called): Promise<string | undefined> {
  const settings = {
    region: valueOf(called, '--region') ?? '',
    credentials: world.iam.operatorCredentials,
    requestHandler: new SimulatedRequestHandler(world, new VirtualTimeDriver(world.scheduler)),
    maxAttempts: 1,
  };
  const option = (name: string) => valueOf(called, name) ?? '';
  switch (called.words.slice(0, 2).join(' ')) {
    case 'stepfunctions start-execution': {
      const input = { stateMachineArn: option('--state-machine-arn'), input: option('--input') };
      return (await new SFNClient(settings).send(new StartExecutionCommand(input))).executionArn;
    }
    case 'stepfunctions stop-execution': {
      const input = { executionArn: option('--execution-arn'), cause: option('--cause') };
      await new SFNClient(settings).send(new StopExecutionCommand(input));
      return undefined;
    }
    case 'rds modify-db-cluster': {
      expect(called.words).toContain('--no-deletion-protection');
      const input = { DBClusterIdentifier: option('--db-cluster-identifier'), DeletionProtection: false };
      await new RDSClient(settings).send(new ModifyDBClusterCommand(input));
      return undefined;
    }
    case 'rds modify-global-cluster': {
      expect(called.words).toContain('--no-deletion-protection');
      const input = { GlobalClusterIdentifier: option('--global-cluster-identifier'), DeletionProtection: false };
      await new RDSClient(settings).send(new ModifyGlobalClusterCommand(input));
      return undefined;
    }
    case 'rds remove-from-global-cluster': {
      const input = {
        GlobalClusterIdentifier: option('--global-cluster-identifier'),
        DbClusterIdentifier: option('--db-cluster-identifier'),
      };
      await new RDSClient(settings).send(new RemoveFromGlobalClusterCommand(input));
      return undefined;
    }
    case 'rds delete-db-cluster': {
      expect(called.words).toContain('--skip-final-snapshot');
      const input = { DBClusterIdentifier: option('--db-cluster-identifier'), SkipFinalSnapshot: true };
      await new RDSClient(settings).send(new DeleteDBClusterCommand(input));
      return undefined;
    }
    case 'dynamodb update-table': {
      expect(called.words).toContain('--no-deletion-protection-enabled');
      const input = { TableName: option('--table-name'), DeletionProtectionEnabled: false };
      await new DynamoDBClient(settings).send(new UpdateTableCommand(input));
      return undefined;
    }
    case 'dynamodb delete-table':
      await new DynamoDBClient(settings).send(new DeleteTableCommand({ TableName: option('--table-name') }));
      return undefined;
    case 'secretsmanager remove-regions-from-replication': {
      const input = { SecretId: option('--secret-id'), RemoveReplicaRegions: [option('--remove-replica-regions')] };
      await new SecretsManagerClient(settings).send(new RemoveRegionsFromReplicationCommand(input));
      return undefined;
    }
    case 'secretsmanager delete-secret': {
      expect(called.words).toContain('--force-delete-without-recovery');
      const input = { SecretId: option('--secret-id'), ForceDeleteWithoutRecovery: true };
      await new SecretsManagerClient(settings).send(new DeleteSecretCommand(input));
      return undefined;
    }
    case 'logs delete-log-group':
      await new CloudWatchLogsClient(settings).send(
        new DeleteLogGroupCommand({ logGroupName: option('--log-group-name') }),
      );
      return undefined;
    case 'cloudformation update-termination-protection': {
      expect(called.words).toContain('--no-enable-termination-protection');
      const input = { StackName: option('--stack-name'), EnableTerminationProtection: false };
      await new CloudFormationClient(settings).send(new UpdateTerminationProtectionCommand(input));
      return undefined;
    }
    case 'stepfunctions describe-execution':
      await new SFNClient(settings).send(new DescribeExecutionCommand({ executionArn: option('--execution-arn') }));
      return undefined;
    case 'lambda invoke': {
      const encoding = option('--cli-binary-format') === 'base64' ? 'base64' : 'utf8';
      const payload = Buffer.from(option('--payload'), encoding).toString();
      const filledIn = payload.replace('YOUR NAME', 'Ada').replace('WHY', 'the mail says so');
      const input = { FunctionName: option('--function-name'), Payload: Buffer.from(filledIn) };
      const { FunctionError, Payload } = await new LambdaClient(settings).send(new InvokeCommand(input));
      if (FunctionError !== undefined) throw new Error(Payload?.transformToString());
      return undefined;
    }
    case 'dynamodb get-item': {
      expect(called.words).toContain('--consistent-read');
      const input = { TableName: option('--table-name'), Key: JSON.parse(option('--key')), ConsistentRead: true };
      await new DynamoDBClient(settings).send(new GetItemCommand(input));
      return undefined;
    }
    case 'backup list-recovery-points-by-backup-vault': {
      const input = { BackupVaultName: option('--backup-vault-name') };
      await new BackupClient(settings).send(new ListRecoveryPointsByBackupVaultCommand(input));
      return undefined;
    }
    case 'kms describe-key':
      await new KMSClient(settings).send(new DescribeKeyCommand({ KeyId: option('--key-id') }));
      return undefined;
    case 'cloudformation describe-stack-events': {
      const input = { StackName: option('--stack-name') };
      await new CloudFormationClient(settings).send(new DescribeStackEventsCommand(input));
      return undefined;
    }
    case 'cloudwatch describe-alarms': {
      const input = { StateValue: option('--state-value') as StateValue };
      await new CloudWatchClient(settings).send(new DescribeAlarmsCommand(input));
      return undefined;
    }
    default:
      throw new Error(`no way to follow ${called.program} ${called.words.join(' ')}`);
  }
}
