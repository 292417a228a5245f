import { gunzipSync } from 'node:zlib';
import type { HttpRequest, HttpResponse } from '../network/http';
import { AwsError, type Caller } from '../service';
import type { World } from '../world';
import { bodyLimitOf, LARGEST_INFLATED_BYTES } from './body-limits';
import { serviceModel } from './clients';
import { UnreachableError } from './dispatcher';
import { violationsOf } from './input-constraints';
import { UnreadableInputError } from './input-types';
import { CborProtocol } from './protocols/cbor';
import { JsonRpcProtocol } from './protocols/json-rpc';
import { type Route, UnreadablePathError, type WireProtocol, type WireRequest } from './protocols/protocol';
import { QueryProtocol } from './protocols/query';
import { RestJsonProtocol, RestXmlProtocol } from './protocols/rest';
import { unknownOperation, unreadable, unreadablePath, violated } from './refusals';
import { addressS3 } from './s3-address';
import { readScope, type CredentialScope } from './sigv4-scope';
import type { ServiceModel } from './service-model';
import { writeUnmodelled } from './unmodelled';
import { toWireError } from './wire-error';

/**
 * Answers one request to an AWS endpoint: who calls what is read from the SigV4 scope, the operation and its input by
 * the protocol, and the dispatcher does the rest. Every AwsError becomes an error response; so does a bug, where the
 * simulation outlives it.
 * @throws UnreachableError when the endpoint is dark: what that looks like is the network's business
 */
export async function handleAwsRequest(world: World, request: HttpRequest): Promise<HttpResponse> {
  return exchange(world, request, (made) => answer(world, wireRequestOf(request, made), made));
}

/** The refusal of a request whose body is too large to be read. */
export async function refuseLargeBody(world: World, request: Head): Promise<HttpResponse> {
  return exchange(world, request, () => {
    throw limitOf(request).refuse();
  });
}

/** How large the body of the request may be, before it is read. */
export function limitOf({ url, headers }: Head): ReturnType<typeof bodyLimitOf> {
  const scope = readScope(headers['authorization']);
  return bodyLimitOf({ service: scope === 'malformed' ? undefined : scope?.service, path: url, headers });
}

/** A request before its body is read. */
export type Head = Omit<HttpRequest, 'body'>;

interface Exchange {
  readonly scope: CredentialScope;
  readonly model: ServiceModel;
  readonly protocol: WireProtocol;
  readonly requestId: string;
}

async function exchange(
  world: World,
  request: Head,
  respond: (exchange: Exchange) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const requestId = world.random.uuid('httpRequestId');
  const scope = readScope(request.headers['authorization']);
  const refuse = (error: AwsError) =>
    writeUnmodelled(error, { service: scope === 'malformed' ? undefined : scope?.service, request, requestId });
  if (scope === undefined) return refuse(UNSIGNED);
  if (scope === 'malformed') return refuse(INCOMPLETE);
  const model = serviceModel(scope.service);
  if (model === undefined) {
    const message = `the wire protocol of ${scope.service} is not modelled by the simulator (docs/SIMULATOR.md)`;
    return refuse(new AwsError('NotModelled', message, { status: 501 }));
  }
  if (!URL.canParse(request.url))
    return refuse(new AwsError('BadRequest', 'The address of the request cannot be read.'));
  const protocol = protocolOf(request.headers, model);
  try {
    return await respond({ scope, model, protocol, requestId });
  } catch (error) {
    const response = protocol.writeError(
      toWireError(refusalOf(world, error, model, protocol), model),
      model,
      requestId,
    );
    return request.method === 'HEAD' ? { ...response, body: new Uint8Array() } : response;
  }
}

const UNSIGNED = new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', { status: 403 });
const INCOMPLETE = new AwsError(
  'IncompleteSignature',
  "Authorization header requires 'Credential' parameter of the form KEY/DATE/REGION/SERVICE/aws4_request.",
);

/** The error to answer with. @throws what is no answer: the endpoint is dark, or a bug that ends the simulation */
function refusalOf(world: World, error: unknown, model: ServiceModel, protocol: WireProtocol): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof UnreadablePathError) return unreadablePath(model, protocol.kind);
  if (error instanceof UnreachableError || !world.scheduler.outlivesDefects) throw error;
  world.scheduler.defect(error);
  return new AwsError(
    'InternalFailure',
    'A bug of the simulator, not an answer of AWS: this call could not be done. The standard error of the simulator says where.',
    { status: 500 },
  );
}

function wireRequestOf(request: HttpRequest, { model, protocol }: Exchange): WireRequest {
  const url = new URL(request.url);
  const made = {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    labels: {},
  };
  const { bytes, refuse } = limitOf(request);
  if (request.body.length > bytes) throw refuse();
  // What S3 is given under a Content-Encoding is the object as it is.
  if (model.signingName === 's3') return addressS3({ ...made, body: request.body }, url.hostname);
  const isCompressed = request.headers['content-encoding'] === 'gzip' && request.body.length > 0;
  return { ...made, body: isCompressed ? inflate(request.body, model, protocol) : request.body };
}

function inflate(body: Uint8Array, model: ServiceModel, protocol: WireProtocol): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: LARGEST_INFLATED_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      const message = `Request size exceeded ${LARGEST_INFLATED_BYTES} bytes`;
      throw new AwsError('RequestEntityTooLarge', message, { status: 413 });
    }
    throw unreadable(model, protocol.kind, 'The body of the request is not in gzip format');
  }
}

async function answer(world: World, request: WireRequest, made: Exchange): Promise<HttpResponse> {
  const { scope, model, protocol, requestId } = made;
  const caller = world.iam.callerOf(scope.accessKeyId) ?? rejectUnknownKey(model);
  const route = protocol.route(request, model);
  if (route === undefined) {
    throw unknownOperation(
      model,
      protocol.kind,
      request.headers['x-amz-target'] ?? `${request.method} ${request.path}`,
    );
  }
  const input = await readInput(made, request, route);
  const call = { region: scope.region, service: scope.service, operation: route.operation.name, input, caller };
  // What is not modelled says so, whatever its input.
  if (world.dispatcher.isModelled(call)) {
    const violations = violationsOf(model.signingName, route.operation.input, input);
    if (violations.length > 0) throw violated(model, protocol.kind, violations);
  }
  const output = await world.dispatcher.dispatch(call);
  return protocol.writeOutput(output, route.operation, model, requestId);
}

/** An input that cannot be read is the client's mistake, not the simulator's. */
async function readInput({ protocol, model }: Exchange, request: WireRequest, route: Route): Promise<unknown> {
  try {
    return await protocol.readInput(request, route, model);
  } catch (error) {
    if (error instanceof UnreadableInputError) throw unreadable(model, protocol.kind, error.message, error.place);
    // The codecs throw what they happen to meet; its text says nothing to a client.
    throw unreadable(model, protocol.kind, `the input of ${route.operation.name} cannot be read`);
  }
}

const json10 = new JsonRpcProtocol('1.0');
const json11 = new JsonRpcProtocol('1.1');
const cbor = new CborProtocol();
const query = new QueryProtocol();
const restJson = new RestJsonProtocol();
const restXml = new RestXmlProtocol();

/** The protocol that the request is written in: some services speak several, and clients choose. */
function protocolOf(headers: Head['headers'], model: ServiceModel): WireProtocol {
  if (model.protocol === 'aws.protocols#restJson1') return restJson;
  if (model.protocol === 'aws.protocols#restXml') return restXml;
  const contentType = headers['content-type'] ?? '';
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return cbor;
  const speaksQuery = model.protocol === 'aws.protocols#awsQuery' || model.queryCompatible;
  if (headers['x-amz-target'] === undefined && speaksQuery) return query;
  return contentType.includes('json-1.1') || model.protocol === 'aws.protocols#awsJson1_1' ? json11 : json10;
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
