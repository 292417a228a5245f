import { requiredMembers, type OperationModel, type ServiceModel } from '../service-model';
import { decodePath, type Route, type WireRequest } from './protocol';

interface RoutePattern {
  readonly operation: OperationModel;
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** The required members that the request must carry in its query, its headers or its address. */
  readonly required: readonly Requirement[];
}

interface Requirement {
  readonly in: 'query' | 'header' | 'label';
  readonly name: string;
}

const patternsByModel = new WeakMap<ServiceModel, readonly RoutePattern[]>();

/** Finds the operation of a REST request: the most specific pattern of method, path, query and required headers. */
export function routeRest(request: WireRequest, model: ServiceModel): Route | undefined {
  let patterns = patternsByModel.get(model);
  if (patterns === undefined) {
    patterns = [...model.operations.values()].flatMap((operation) => readPattern(operation));
    patternsByModel.set(model, patterns);
  }
  let best: { readonly route: Route; readonly score: number } | undefined;
  for (const pattern of patterns) {
    if (pattern.method !== request.method) continue;
    const labels = matchPath(pattern.segments, request.path);
    if (labels === undefined || !hasQuery(pattern, request)) continue;
    const all = { ...request.labels, ...labels };
    if (!pattern.required.every((each) => isPresent(each, request, all))) continue;
    const score = scoreOf(pattern);
    if (best === undefined || score > best.score)
      best = { route: { operation: pattern.operation, labels: all }, score };
  }
  return best?.route;
}

function readPattern(operation: OperationModel): RoutePattern[] {
  if (operation.http === undefined) return [];
  const [method, template] = operation.http;
  const [path = '', query = ''] = template.split('?');
  const segments = splitPath(path);
  const named = new Set(segments.map(labelOf));
  const required = requiredMembers(operation.input).flatMap((name): Requirement[] => {
    const traits = operation.input.getMemberSchema(name).getMergedTraits();
    if (traits.httpQuery !== undefined) return [{ in: 'query', name: traits.httpQuery }];
    if (traits.httpHeader !== undefined) return [{ in: 'header', name: traits.httpHeader.toLowerCase() }];
    return traits.httpLabel && !named.has(name) ? [{ in: 'label', name }] : [];
  });
  return [{ operation, method, segments, query: new URLSearchParams(query), required }];
}

function matchPath(pattern: readonly string[], path: string): Record<string, string> | undefined {
  const parts = splitPath(path);
  const labels: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const part = parts[index];
    const label = labelOf(segment);
    if (label === undefined) {
      if (part !== segment) return undefined;
    } else if (isGreedy(segment)) {
      // What a greedy label takes is the rest of the path as it stands: an S3 key may hold or end in slashes.
      const rest = path
        .split('/')
        .slice(index + 1)
        .join('/');
      if (rest === '') return undefined;
      return { ...labels, [label]: decodePath(rest) };
    } else {
      if (part === undefined) return undefined;
      labels[label] = decodePath(part);
    }
  }
  return parts.length === pattern.length ? labels : undefined;
}

/** Without empty parts at its ends: `/rrset/` and `/rrset` are one path. */
function splitPath(path: string): readonly string[] {
  return path
    .replaceAll(/^\/|\/$/g, '')
    .split('/')
    .filter((part, _, all) => all.length > 1 || part !== '');
}

function labelOf(segment: string): string | undefined {
  return /^\{([^}+]+)\+?\}$/.exec(segment)?.[1];
}

function isGreedy(segment: string): boolean {
  return segment.endsWith('+}');
}

/** `x-id` names the operation: the SDK sends it, other clients do not have to. */
function hasQuery(pattern: RoutePattern, request: WireRequest): boolean {
  const named = request.query.get('x-id');
  return [...pattern.query].every(([key, value]) =>
    key === 'x-id' ? named === null || named === value : (request.query.get(key) ?? undefined) === value,
  );
}

function isPresent(
  { in: where, name }: Requirement,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (where === 'query') return request.query.has(name);
  return where === 'header' ? request.headers[name] !== undefined : labels[name] !== undefined;
}

function scoreOf(pattern: RoutePattern): number {
  const literals = pattern.segments.filter((segment) => labelOf(segment) === undefined).length;
  const greedy = pattern.segments.filter(isGreedy).length;
  const query = [...pattern.query.keys()].filter((key) => key !== 'x-id').length;
  return 100 * literals + 10 * (query + pattern.required.length) + pattern.segments.length - greedy;
}
