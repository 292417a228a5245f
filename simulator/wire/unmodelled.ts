import type { HttpRequest, HttpResponse } from '../network/http';
import type { AwsError } from '../service';
import { encode } from './protocols/protocol';

/** Of a request that no model of a service answers: nobody signed it, or the service has no wire here. */
interface Unanswered {
  readonly service: string | undefined;
  readonly request: Omit<HttpRequest, 'body'>;
  readonly requestId: string;
}

/** The error in the service's own protocol, as far as the service or the request shows which one that is. */
export function writeUnmodelled(error: AwsError, { service, request, requestId }: Unanswered): HttpResponse {
  const response = write(error, formatOf(service, request.headers), requestId);
  return request.method === 'HEAD' ? { ...response, body: new Uint8Array() } : response;
}

type Format = 'ec2' | 'query' | 's3' | 'json';

const FORMATS: Readonly<Record<string, Format>> = {
  ec2: 'ec2',
  s3: 's3',
  autoscaling: 'query',
  elasticache: 'query',
  elasticloadbalancing: 'query',
  iam: 'query',
  redshift: 'query',
  route53: 'query',
  ses: 'query',
};

function formatOf(service: string | undefined, headers: HttpRequest['headers']): Format {
  if (service !== undefined && Object.hasOwn(FORMATS, service)) return FORMATS[service] ?? 'json';
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true ? 'query' : 'json';
}

function write(error: AwsError, format: Format, requestId: string): HttpResponse {
  const { code, message, status } = error;
  if (format === 'json') {
    return {
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': code },
      body: encode(JSON.stringify({ __type: code, message })),
    };
  }
  const type = status < 500 ? 'Sender' : 'Receiver';
  const [codeXml, text] = [escape(code), escape(message)];
  const documents: Readonly<Record<Exclude<Format, 'json'>, string>> = {
    // Amazon EC2 Developer Guide, "Query requests", "Errors"
    ec2: `<Response><Errors><Error><Code>${codeXml}</Code><Message>${text}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
    query: `<ErrorResponse><Error><Type>${type}</Type><Code>${codeXml}</Code><Message>${text}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    s3: `<Error><Code>${codeXml}</Code><Message>${text}</Message><RequestId>${requestId}</RequestId></Error>`,
  };
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: encode(`<?xml version="1.0" encoding="UTF-8"?>\n${documents[format]}`),
  };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
