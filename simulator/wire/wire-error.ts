import type { NormalizedSchema } from '@smithy/core/schema';
import type { AwsError } from '../service';
import { queryErrorOf, type ServiceModel } from './service-model';

/** An AwsError with what the service's model says about it. */
export interface WireError {
  /** The name of the error shape; the code itself where the model has no shape. */
  readonly name: string;
  /** The code of the query protocol, which is not always the shape's name. */
  readonly queryCode: string;
  readonly status: number;
  readonly fault: 'Sender' | 'Receiver';
  readonly message: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly shape: NormalizedSchema | undefined;
}

/** Looks the error up in the model: its code on the wire and its status are the model's, if it knows the error. */
export function toWireError(error: AwsError, model: ServiceModel): WireError {
  const shape = model.errorShape(error.code);
  const traits = shape?.getMergedTraits();
  const queryError = shape === undefined ? undefined : queryErrorOf(shape);
  const httpError = traits?.['httpError'];
  const status = typeof httpError === 'number' ? httpError : (queryError?.[1] ?? error.status);
  return {
    name: shape?.getName() ?? error.code,
    queryCode: queryError?.[0] ?? shape?.getName() ?? error.code,
    status,
    fault: status < 500 ? 'Sender' : 'Receiver',
    message: error.message,
    members: error.members,
    headers: error.headers,
    shape,
  };
}

/** The members of the error as the shape has them, the message under whichever spelling it uses. */
export function errorMembers(error: WireError): Readonly<Record<string, unknown>> {
  const names = error.shape === undefined ? ['message'] : [...error.shape.structIterator()].map(([name]) => name);
  const spelling = names.find((name) => name.toLowerCase() === 'message') ?? 'message';
  return { ...error.members, [spelling]: error.message };
}

/** The header by which a service that left the query protocol still names its old code. */
export function compatibleError(error: WireError, model: ServiceModel): Readonly<Record<string, string>> {
  return model.queryCompatible ? { 'x-amzn-query-error': `${error.queryCode};${error.fault}` } : {};
}
