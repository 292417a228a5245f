import { handleAwsRequest } from '../../../simulator/wire/http';
import { stubService, wireWorld } from './wire-fixture';

const REGION = 'us-west-2';

export interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** Sends one request to a service of one operation that takes everything. */
export async function send(
  service: string,
  operation: string,
  method: string,
  path: string,
  { headers = {}, body = '' }: Sent,
) {
  const world = wireWorld();
  const stub = stubService(service, operation, () => ({}));
  world.dispatcher.register(REGION, stub.service);
  const key = world.iam.operatorCredentials.accessKeyId;
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20261124/${REGION}/${service}/aws4_request, Signature=0`;
  const request = {
    method,
    url: `https://${service}.${REGION}.amazonaws.com${path}`,
    headers: { authorization, ...headers },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  };
  const response = await world.scheduler.runToEnd(handleAwsRequest(world, request));
  return {
    status: response.status,
    text: Buffer.from(response.body).toString(),
    body: response.body,
    inputs: stub.inputs,
  };
}

export const json = (service: string, operation: string, body: string) =>
  send(service, operation, 'POST', '/', {
    headers: { 'x-amz-target': `X.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
    body,
  });
export const form = (service: string, operation: string, more = '') =>
  send(service, operation, 'POST', '/', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `Action=${operation}&Version=x${more}`,
  });
