import { ModifyDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
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
    default:
      throw new Error(`no way to follow ${called.program} ${called.words.join(' ')}`);
  }
}
