import { JsonCodec } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { HttpResponse } from '../../network/http';
import { requireTypes, UnreadableInputError } from '../input-types';
import type { OperationModel, ServiceModel } from '../service-model';
import { compatibleError, errorMembers, type WireError } from '../wire-error';
import { asRecord, decode, encode, routeByName, type Route, type WireProtocol, type WireRequest } from './protocol';

/** Timestamps are seconds since 1970 unless the model says otherwise. */
const codec = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

/** AWS JSON 1.0 and 1.1: the operation in X-Amz-Target, everything else in the body. */
export class JsonRpcProtocol implements WireProtocol {
  readonly kind = 'json';
  readonly #contentType: string;

  constructor(version: '1.0' | '1.1') {
    this.#contentType = `application/x-amz-json-${version}`;
  }

  route(request: WireRequest, model: ServiceModel): Route | undefined {
    return routeByName(request.headers['x-amz-target']?.split('.').at(-1), model);
  }

  readInput(request: WireRequest, { operation }: Route): unknown {
    if (operation.input.isUnitSchema() || request.body.length === 0) return {};
    return readJson(codec, operation.input, request.body);
  }

  writeOutput(output: unknown, operation: OperationModel, _model: ServiceModel, requestId: string): HttpResponse {
    const serializer = codec.createSerializer();
    if (!operation.output.isUnitSchema()) serializer.write(operation.output, asRecord(output));
    const body = operation.output.isUnitSchema() ? '{}' : serializer.flush();
    return { status: 200, headers: this.#headers(requestId), body: encode(body) };
  }

  writeError(error: WireError, model: ServiceModel, requestId: string): HttpResponse {
    return {
      status: statusOf(error),
      headers: { ...this.#headers(requestId), ...compatibleError(error, model) },
      body: encode(JSON.stringify({ __type: error.name, ...jsonMembers(error) })),
    };
  }

  #headers(requestId: string): Record<string, string> {
    return { 'content-type': this.#contentType, 'x-amzn-requestid': requestId };
  }
}

/**
 * A client's error is 400, whatever status the model gives it: SSM's ParameterNotFound, KMS's NotFoundException and Service
 * Quotas' NoSuchResourceException too. The protocol has no use for `httpError` (Smithy, AWS JSON 1.0 and 1.1, "HTTP bindings").
 */
function statusOf({ status, shape }: WireError): number {
  return shape !== undefined && status < 500 ? 400 : status;
}

/** The error's members as JSON writes them. */
export function jsonMembers(error: WireError): Readonly<Record<string, unknown>> {
  const members = errorMembers(error);
  if (error.shape === undefined) return members;
  const serializer = codec.createSerializer();
  serializer.write(error.shape, members);
  return { message: error.message, ...(JSON.parse(String(serializer.flush())) as Record<string, unknown>) };
}

/** A document of that schema. What is wrong with it shows in JSON, before the codec makes the best of it. */
export function readJson(by: JsonCodec, schema: NormalizedSchema, body: Uint8Array): unknown {
  let document: unknown;
  try {
    document = JSON.parse(decode(body));
  } catch {
    throw new UnreadableInputError('The body of the request is not JSON');
  }
  requireTypes(schema, document, 'json');
  return by.createDeserializer().readObject(schema, document as never) as unknown;
}
