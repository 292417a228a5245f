import { XmlCodec } from '@aws-sdk/core/protocols';
import type { HttpResponse } from '../../network/http';
import {
  rawMembers,
  structure,
  type OperationModel,
  type RawSchema,
  type SchemaRef,
  type ServiceModel,
} from '../service-model';
import { errorMembers, type WireError } from '../wire-error';
import { asRecord, decode, encode, routeByName, type Route, type WireProtocol, type WireRequest } from './protocol';
import { readForm } from './query-form';

const STRING = 0;
const metadata = structure('ResponseMetadata', { RequestId: STRING });

/** The query protocol: a form in, XML out. */
export class QueryProtocol implements WireProtocol {
  readonly kind = 'query';

  route(request: WireRequest, model: ServiceModel): Route | undefined {
    return routeByName(formOf(request).get('Action') ?? undefined, model);
  }

  readInput(request: WireRequest, { operation }: Route): unknown {
    return readForm(operation.input, formOf(request));
  }

  writeOutput(output: unknown, operation: OperationModel, model: ServiceModel, requestId: string): HttpResponse {
    const result: Record<string, SchemaRef> = operation.output.isUnitSchema()
      ? {}
      : { [`${operation.name}Result`]: operation.output.getSchema() };
    const envelope = structure(`${operation.name}Response`, { ...result, ResponseMetadata: metadata });
    const value = { [`${operation.name}Result`]: asRecord(output), ResponseMetadata: { RequestId: requestId } };
    return respond(200, envelope, value, model, requestId);
  }

  writeError(error: WireError, model: ServiceModel, requestId: string): HttpResponse {
    return respond(error.status, errorEnvelope(error), errorValue(error, error.queryCode, requestId), model, requestId);
  }
}

/** `<ErrorResponse><Error><Type/><Code/><Message/>…</Error><RequestId/></ErrorResponse>` */
export function errorEnvelope(error: WireError): RawSchema {
  return structure('ErrorResponse', { Error: errorElement(error), RequestId: STRING });
}

export function errorElement(error: WireError): RawSchema {
  const members: Record<string, SchemaRef> = { Type: STRING, Code: STRING, Message: STRING };
  for (const [name, member] of Object.entries(rawMembers(error.shape))) {
    if (name.toLowerCase() !== 'message') members[name] = member;
  }
  // S3 says more of an error than its model does, in texts: where a bucket is, which key is not there.
  if (error.shape === undefined) for (const name of Object.keys(error.members)) members[name] = STRING;
  return structure('Error', members);
}

export function errorValue(error: WireError, code: string, requestId: string): Readonly<Record<string, unknown>> {
  return {
    Error: { ...errorMembers(error), Type: error.fault, Code: code, Message: error.message },
    RequestId: requestId,
  };
}

function formOf(request: WireRequest): URLSearchParams {
  return request.body.length > 0 ? new URLSearchParams(decode(request.body)) : request.query;
}

function respond(
  status: number,
  schema: RawSchema,
  value: unknown,
  model: ServiceModel,
  requestId: string,
): HttpResponse {
  const serializer = new XmlCodec({
    timestampFormat: { useTrait: true, default: 5 },
    xmlNamespace: model.xmlNamespace,
    serviceNamespace: model.signingName,
  }).createSerializer();
  serializer.write(schema, value);
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: encode(serializer.flush()),
  };
}
