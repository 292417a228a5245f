import type { HttpResponse } from '../../network/http';
import type { OperationModel, ServiceModel } from '../service-model';
import type { ProtocolKind } from '../refusals';
import type { WireError } from '../wire-error';

/** One request, its URL taken apart. */
export interface WireRequest {
  readonly method: string;
  /** Still percent-encoded, with its leading slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Path labels that the address gives in another way: S3's bucket in the host name. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface Route {
  readonly operation: OperationModel;
  /** Decoded. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The server's side of one of AWS's protocols. */
export interface WireProtocol {
  readonly kind: ProtocolKind;
  /** The name of the operation that is called, or where it is to be found; `undefined` if the request names none. */
  route(request: WireRequest, model: ServiceModel): Route | undefined;
  /** The input as the SDK's command takes it. @throws UnreadableInputError, or what the codec throws */
  readInput(request: WireRequest, route: Route, model: ServiceModel): unknown;
  writeOutput(output: unknown, operation: OperationModel, model: ServiceModel, requestId: string): HttpResponse;
  writeError(error: WireError, model: ServiceModel, requestId: string): HttpResponse;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encode(body: string | Uint8Array | undefined): Uint8Array {
  return typeof body === 'string' ? encoder.encode(body) : (body ?? new Uint8Array());
}

export function decode(body: Uint8Array): string {
  return decoder.decode(body);
}

/** The path is not percent-encoded text. */
export class UnreadablePathError extends Error {
  override readonly name = 'UnreadablePathError';
}

/** @throws UnreadablePathError */
export function decodePath(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new UnreadablePathError(part);
  }
}

/** A route of a protocol that names the operation in so many words. */
export function routeByName(name: string | undefined, model: ServiceModel): Route | undefined {
  const operation = name === undefined ? undefined : model.operations.get(name);
  return operation === undefined ? undefined : { operation, labels: {} };
}

/** A handler that returns nothing returns an empty output. */
export function asRecord(output: unknown): Readonly<Record<string, unknown>> {
  if (output === undefined || output === null) return {};
  if (typeof output === 'object') return output as Readonly<Record<string, unknown>>;
  throw new Error(`an operation returned ${typeof output}: its output is an object`);
}
