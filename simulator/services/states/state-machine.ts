import type { LoggingConfiguration } from '@aws-sdk/client-sfn';
import type { MachineDefinition } from '../../asl/definition';
import { InvalidDefinitionError, NotModelledError } from '../../asl/errors';
import { parseDefinitionText } from '../../asl/parse-definition';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';
import { isSdkOperation } from './integrations/aws-sdk';

/** A state machine as it is now. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly createdAtMs: number;
  /** The definition as it was given, and as it is run. */
  readonly definitionText: string;
  readonly definition: MachineDefinition;
  readonly roleArn: string;
  readonly loggingConfiguration: LoggingConfiguration;
  readonly tracingEnabled: boolean;
  readonly revisionId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Step Functions API Reference, CreateStateMachine: no white space, brackets, wildcards or special characters. */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;
/** The definition may have 1 MB (Step Functions service quotas). */
const MAXIMUM_DEFINITION_BYTES = 1_048_576;

/** @throws AwsError InvalidName */
export function requireName(name: string): string {
  if (NAME.test(name)) return name;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

/** @throws AwsError InvalidDefinition with what is wrong and where */
export function readDefinition(text: string): MachineDefinition {
  if (Buffer.byteLength(text) > MAXIMUM_DEFINITION_BYTES) {
    throw new AwsError(
      'InvalidDefinition',
      `Invalid State Machine Definition: more than ${MAXIMUM_DEFINITION_BYTES} bytes`,
    );
  }
  try {
    return parseDefinitionText(text, isSdkOperation);
  } catch (error) {
    if (error instanceof InvalidDefinitionError) {
      throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${error.message}'`);
    }
    if (error instanceof NotModelledError) throw notModelled(`A state machine with ${error.message}`);
    throw error;
  }
}
