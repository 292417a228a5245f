import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { jsonResponse, type HttpRequest, type HttpResponse } from '../../network/http';
import type { RouteMatch } from './routing';

export type EventContext = {
  readonly accountId: string;
  readonly apiId: string;
  readonly stageName: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly domainName: string;
  readonly path: string;
  readonly requestId: string;
  readonly nowMs: number;
};

/** Where all requests come from: a documentation address (RFC 5737). */
const SOURCE_IP = '203.0.113.10';

/** The event of payload format 2.0 (API Gateway Developer Guide, "Lambda proxy integrations for HTTP APIs"). */
export function toProxyEvent(request: HttpRequest, match: RouteMatch, context: EventContext): APIGatewayProxyEventV2 {
  const url = new URL(request.url);
  const { cookie, ...headers } = request.headers;
  const query = queryParameters(url.searchParams);
  const text = new TextDecoder().decode(request.body);
  const isText = isTextual(headers['content-type']);
  const time = new Date(context.nowMs);
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: context.stageName === '$default' ? context.path : `/${context.stageName}${context.path}`,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    headers: { ...headers, host: context.domainName },
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: { ...match.pathParameters } }),
    ...(Object.keys(context.stageVariables).length > 0 && { stageVariables: { ...context.stageVariables } }),
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      domainName: context.domainName,
      domainPrefix: context.domainName.split('.')[0] ?? '',
      http: {
        method: request.method,
        path: context.path,
        protocol: 'HTTP/1.1',
        sourceIp: SOURCE_IP,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: context.requestId,
      routeKey: match.route.routeKey,
      stage: context.stageName,
      time: formatTime(time),
      timeEpoch: context.nowMs,
    },
    ...(request.body.byteLength > 0 && { body: isText ? text : Buffer.from(request.body).toString('base64') }),
    isBase64Encoded: request.body.byteLength > 0 && !isText,
  };
}

/** What the function returned, as a response: a document without `statusCode` is a 200 with that body (ibid.). */
export function toHttpResponse(result: unknown): HttpResponse | undefined {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) return jsonResponse(200, result);
  const { statusCode, headers = {}, cookies, body = '', isBase64Encoded } = result as Partial<ProxyResult>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof body !== 'string') return undefined;
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...(Object.fromEntries(named) as Record<string, string>),
      ...(cookies !== undefined && { 'set-cookie': cookies.join(', ') }),
    },
    body: isBase64Encoded === true ? Buffer.from(body, 'base64') : new TextEncoder().encode(body),
  };
}

type ProxyResult = {
  readonly statusCode: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: readonly string[];
  readonly body: unknown;
  readonly isBase64Encoded: boolean;
};

function queryParameters(parameters: URLSearchParams): Record<string, string> {
  const names = new Set(parameters.keys());
  return Object.fromEntries([...names].map((name) => [name, parameters.getAll(name).join(',')]));
}

function isTextual(contentType: string | undefined): boolean {
  return contentType === undefined || /^text\/|json|xml|javascript|x-www-form-urlencoded/.test(contentType);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12/Mar/2020:19:03:58 +0000` */
function formatTime(time: Date): string {
  const day = String(time.getUTCDate()).padStart(2, '0');
  return `${day}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${time.toISOString().slice(11, 19)} +0000`;
}
