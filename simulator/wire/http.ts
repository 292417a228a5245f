import { gunzipSync } from 'node:zlib';
import type { HttpRequest, HttpResponse } from '../network/http';
import { AwsError, type Caller } from '../service';
import type { World } from '../world';
import { serviceModel } from './clients';
import { CborProtocol } from './protocols/cbor';
import { JsonRpcProtocol } from './protocols/json-rpc';
import { encode, type Route, type WireProtocol, type WireRequest } from './protocols/protocol';
import { QueryProtocol } from './protocols/query';
import { RestJsonProtocol, RestXmlProtocol } from './protocols/rest';
import { addressS3 } from './s3-address';
import { readScope, type CredentialScope } from './sigv4-scope';
import type { ServiceModel } from './service-model';
import { toWireError } from './wire-error';

/**
 * Answers one request to an AWS endpoint: who calls what is read from the SigV4 scope, the operation and its input by
 * the protocol, and the dispatcher does the rest. Every AwsError becomes an error response.
 * @throws UnreachableError when the endpoint is dark: what that looks like is the network's business
 */
export async function handleAwsRequest(world: World, request: HttpRequest): Promise<HttpResponse> {
  const requestId = world.random.uuid('httpRequestId');
  const scope = readScope(request.headers['authorization']);
  if (scope === undefined) {
    return plainError(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token', requestId);
  }
  const model = serviceModel(scope.service);
  if (model === undefined) {
    const message = `the wire protocol of ${scope.service} is not modelled by the simulator (docs/SIMULATOR.md)`;
    return plainError(501, 'NotModelled', message, requestId);
  }
  const url = new URL(request.url);
  const wireRequest: WireRequest = {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: request.headers['content-encoding'] === 'gzip' ? gunzipSync(request.body) : request.body,
    labels: {},
  };
  const protocol = protocolOf(wireRequest, model);
  try {
    const addressed = model.signingName === 's3' ? addressS3(wireRequest, url.hostname) : wireRequest;
    return await answer(world, addressed, { scope, model, protocol, requestId });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const response = protocol.writeError(toWireError(error, model), model, requestId);
    return request.method === 'HEAD' ? { ...response, body: new Uint8Array() } : response;
  }
}

interface Exchange {
  readonly scope: CredentialScope;
  readonly model: ServiceModel;
  readonly protocol: WireProtocol;
  readonly requestId: string;
}

async function answer(world: World, request: WireRequest, exchange: Exchange): Promise<HttpResponse> {
  const { scope, model, protocol, requestId } = exchange;
  const caller = world.iam.callerOf(scope.accessKeyId) ?? rejectUnknownKey(model);
  const route = protocol.route(request, model);
  if (route === undefined) {
    const what = request.headers['x-amz-target'] ?? `${request.method} ${request.path}`;
    throw new AwsError('UnknownOperationException', `${model.signingName} has no operation for ${what}`, {
      status: 404,
    });
  }
  const input = await readInput(exchange, request, route);
  const output = await world.dispatcher.dispatch({
    region: scope.region,
    service: scope.service,
    operation: route.operation.name,
    input,
    caller,
  });
  return protocol.writeOutput(output, route.operation, model, requestId);
}

/** An input that cannot be read is the client's mistake, not the simulator's. */
async function readInput({ protocol, model }: Exchange, request: WireRequest, route: Route): Promise<unknown> {
  try {
    return await protocol.readInput(request, route, model);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('SerializationException', `the input of ${route.operation.name} cannot be read: ${reason}`);
  }
}

const json10 = new JsonRpcProtocol('1.0');
const json11 = new JsonRpcProtocol('1.1');
const cbor = new CborProtocol();
const query = new QueryProtocol();
const restJson = new RestJsonProtocol();
const restXml = new RestXmlProtocol();

/** The protocol that the request is written in: some services speak several, and clients choose. */
function protocolOf({ headers }: WireRequest, model: ServiceModel): WireProtocol {
  const contentType = headers['content-type'] ?? '';
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return cbor;
  if (headers['x-amz-target'] !== undefined) return contentType.includes('json-1.0') ? json10 : json11;
  if (model.protocol === 'aws.protocols#restJson1') return restJson;
  if (model.protocol === 'aws.protocols#restXml') return restXml;
  return query;
}

/** The refusal of a key that nobody was given, as each protocol's services word it. */
function rejectUnknownKey(model: ServiceModel): Caller {
  const message = 'The security token included in the request is invalid.';
  if (model.signingName === 's3') {
    throw new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
      status: 403,
    });
  }
  const usesQueryCodes = model.protocol === 'aws.protocols#awsQuery' || model.protocol === 'aws.protocols#restXml';
  throw usesQueryCodes
    ? new AwsError('InvalidClientTokenId', message, { status: 403 })
    : new AwsError('UnrecognizedClientException', message, {
        status: model.protocol === 'aws.protocols#restJson1' ? 403 : 400,
      });
}

function plainError(status: number, code: string, message: string, requestId: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': code },
    body: encode(JSON.stringify({ __type: code, message })),
  };
}
