import { RuntimeError, TaskFailedError } from '../../../asl/errors';
import { AwsError } from '../../../service';
import { serviceModel } from '../../../wire/clients';
import { queryErrorOf } from '../../../wire/service-model';
import { UnreachableError } from '../../../wire/dispatcher';

/** How an integration words the errors of the service that it called. */
export interface ErrorStyle {
  readonly signingName: string;
  /** What stands before the dot in the error's name: `Lambda`, `DynamoDb`. */
  readonly prefix: string;
  /** The error's name for a code that the service's model does not know. */
  readonly generic: string;
  cause(error: AwsError, wireCode: string, requestId: string): string;
}

/** An optimized integration speaks with the Java SDK v1 (its texts are so in recorded histories). */
export function optimizedStyle(signingName: string, prefix: string, serviceText: string): ErrorStyle {
  return {
    signingName,
    prefix,
    generic: `${serviceText.replace(/v\d+$/, '')}Exception`,
    cause: (error, wireCode, requestId) =>
      `${error.message} (Service: ${serviceText}; Status Code: ${error.status}; Error Code: ${wireCode}; ` +
      `Request ID: ${requestId}; Proxy: null)`,
  };
}

/** An SDK integration speaks with the Java SDK v2. */
export function sdkStyle(signingName: string, prefix: string): ErrorStyle {
  return {
    signingName,
    prefix,
    generic: `${prefix}Exception`,
    cause: (error, _wireCode, requestId) =>
      `${error.message} (Service: ${prefix}, Status Code: ${error.status}, Request ID: ${requestId}` +
      `${signingName === 's3' ? `, Extended Request ID: ${requestId}` : ''}) (SDK Attempt Count: 1)`,
  };
}

/** A field that the API does not have, or a value that it cannot take: the task is not started, and nothing catches it. */
export function notStarted(given: unknown, problem: string): RuntimeError {
  return new RuntimeError(
    `The Parameters '${JSON.stringify(given)}' could not be used to start the Task: [${problem}]`,
  );
}

/** The task error for what the called service answered. What the simulator does not model stays its own error. */
export function taskError(error: unknown, style: ErrorStyle, requestId: string): unknown {
  if (error instanceof UnreachableError) {
    return new TaskFailedError(
      `${style.prefix}.SdkClientException`,
      `Unable to execute HTTP request: ${error.message}`,
    );
  }
  if (!(error instanceof AwsError) || error.code === 'NotModelled') return error;
  const shape = serviceModel(style.signingName)?.errorShape(error.code);
  const shapeName = shape?.getName();
  const name = shapeName === undefined ? style.generic : exceptionName(shapeName);
  const wireCode = shape === undefined ? undefined : queryErrorOf(shape)?.[0];
  return new TaskFailedError(`${style.prefix}.${name}`, style.cause(error, wireCode ?? error.code, requestId));
}

/** `DBClusterNotFoundFault` is `DbClusterNotFoundException` in the Java SDK v2. */
export function exceptionName(shape: string): string {
  return `${javaName(shape.replace(/(Fault|Error|Exception)$/, ''))}Exception`;
}

/** A member or shape name as the Java SDK v2 has it, in Pascal case: `DBClusterIdentifier` is `DbClusterIdentifier`. */
export function javaName(name: string): string {
  return name
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .replace(/([^a-z]{2,})v([0-9]+)/g, '$1 v$2 ')
    .replace(/([^A-Z]{2,})V([0-9]+)/g, '$1 V$2 ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/([0-9])([a-zA-Z])/g, '$1 $2')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
}
