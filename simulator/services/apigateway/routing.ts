import type { ApiRoute } from './http-api';

export type RouteMatch = { readonly route: ApiRoute; readonly pathParameters: Readonly<Record<string, string>> };

/**
 * The route that a request takes: the most specific one that fits. A full path comes before one with variables, that
 * before a greedy one, a method before ANY, and `$default` last (API Gateway Developer Guide, "Routes for HTTP APIs").
 */
export function selectRoute(routes: Iterable<ApiRoute>, method: string, path: string): RouteMatch | undefined {
  const candidates = [...routes].flatMap((route) => {
    const fit = fitRoute(route, method, path);
    return fit === undefined ? [] : [fit];
  });
  return candidates.sort((a, b) => b.rank - a.rank)[0];
}

type Fit = RouteMatch & { readonly rank: number };

function fitRoute(route: ApiRoute, method: string, path: string): Fit | undefined {
  if (route.routeKey === '$default') return { route, pathParameters: {}, rank: 0 };
  const [routeMethod = '', pattern = ''] = route.routeKey.split(' ');
  if (routeMethod !== 'ANY' && routeMethod !== method) return undefined;
  const pathParameters = matchPath(pattern, path);
  if (pathParameters === undefined) return undefined;
  return { route, pathParameters, rank: rankOf(pattern) + (routeMethod === 'ANY' ? 0 : 1) };
}

/** Odd steps are left for the method. Among patterns of one sort the one with more parts is more specific. */
function rankOf(pattern: string): number {
  const parts = pattern.split('/').length * 2;
  if (pattern.includes('+}')) return 1000 + parts;
  return (pattern.includes('{') ? 2000 : 3000) + parts;
}

function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = segmentsOf(pattern);
  const given = segmentsOf(path);
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const variable = /^\{(\w+)(\+?)\}$/.exec(segment);
    const value = given[index];
    if (value === undefined) return undefined;
    if (variable?.[2] === '+') return { ...parameters, [variable[1] ?? '']: given.slice(index).map(decode).join('/') };
    if (variable !== null) parameters[variable[1] ?? ''] = decode(value);
    else if (segment !== value) return undefined;
  }
  return wanted.length === given.length ? parameters : undefined;
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\//, '').split('/');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
