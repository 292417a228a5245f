import type { HttpRequest, HttpResponse } from '../../network/http';
import type { CorsSettings } from './http-api';

/** The answer to a browser's preflight, which API Gateway gives without asking the function; undefined for another request. */
export function answerPreflight(cors: CorsSettings, request: HttpRequest): HttpResponse | undefined {
  const { origin } = request.headers;
  const method = request.headers['access-control-request-method'];
  if (request.method !== 'OPTIONS' || origin === undefined || method === undefined) return undefined;
  const isAllowed = allows(cors.allowMethods, method) && originHeaders(cors, origin) !== undefined;
  const headers = {
    ...originHeaders(cors, origin),
    'access-control-allow-methods': cors.allowMethods.join(','),
    'access-control-allow-headers': cors.allowHeaders.join(','),
    ...(cors.maxAgeSeconds !== undefined && { 'access-control-max-age': String(cors.maxAgeSeconds) }),
  };
  return { status: 204, headers: isAllowed ? headers : {}, body: new Uint8Array() };
}

/** Adds what a browser wants to see; what the function said of CORS itself is replaced. */
export function withCors(cors: CorsSettings, request: HttpRequest, response: HttpResponse): HttpResponse {
  const kept = Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-'));
  const { origin } = request.headers;
  const added = origin === undefined ? {} : (originHeaders(cors, origin) ?? {});
  return { ...response, headers: { ...Object.fromEntries(kept), ...added } };
}

function originHeaders(cors: CorsSettings, origin: string): Record<string, string> | undefined {
  if (!allows(cors.allowOrigins, origin)) return undefined;
  return {
    'access-control-allow-origin': cors.allowOrigins.includes('*') ? '*' : origin,
    ...(cors.exposeHeaders.length > 0 && { 'access-control-expose-headers': cors.exposeHeaders.join(',') }),
    ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
  };
}

function allows(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}
