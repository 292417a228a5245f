import { CborCodec } from '@smithy/core/cbor';
import type { HttpResponse } from '../../network/http';
import { requireTypes } from '../input-types';
import {
  rawMembers,
  structure,
  type OperationModel,
  type RawSchema,
  type SchemaRef,
  type ServiceModel,
} from '../service-model';
import { compatibleError, errorMembers, type WireError } from '../wire-error';
import { requireCbor } from './cbor-form';
import { asRecord, routeByName, type Route, type WireProtocol, type WireRequest } from './protocol';

const codec = new CborCodec();
const STRING: SchemaRef = 0;

/** Smithy RPC v2 CBOR: the operation in the path, everything else in the body. */
export class CborProtocol implements WireProtocol {
  readonly kind = 'cbor';

  route(request: WireRequest, model: ServiceModel): Route | undefined {
    return routeByName(/\/service\/[^/]+\/operation\/([^/]+)$/.exec(request.path)?.[1], model);
  }

  readInput(request: WireRequest, { operation }: Route): unknown {
    if (operation.input.isUnitSchema() || request.body.length === 0) return {};
    requireCbor(request.body);
    const input = codec.createDeserializer().read(operation.input, request.body) as unknown;
    requireTypes(operation.input, input, 'read');
    return input;
  }

  writeOutput(output: unknown, operation: OperationModel, _model: ServiceModel, requestId: string): HttpResponse {
    const schema = operation.output.isUnitSchema() ? structure('Unit', {}) : operation.output.getSchema();
    return respond(200, schema, asRecord(output), { 'x-amzn-requestid': requestId });
  }

  writeError(error: WireError, model: ServiceModel, requestId: string): HttpResponse {
    const compatible = compatibleError(error, model);
    const members = { message: STRING, ...rawMembers(error.shape) };
    return respond(
      error.status,
      structure('Error', { __type: STRING, ...members }),
      { message: error.message, ...errorMembers(error), __type: error.shape?.getName(true) ?? error.name },
      { 'x-amzn-requestid': requestId, ...compatible },
    );
  }
}

function respond(
  status: number,
  schema: RawSchema,
  value: unknown,
  headers: Readonly<Record<string, string>>,
): HttpResponse {
  const serializer = codec.createSerializer();
  serializer.write(schema, value);
  return {
    status,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', ...headers },
    // The codec writes into a buffer that it uses again.
    body: Uint8Array.from(serializer.flush()),
  };
}
