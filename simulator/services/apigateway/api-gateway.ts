import { jsonResponse, type HttpRequest, type HttpResponse } from '../../network/http';
import { AwsError, type Service } from '../../service';
import { UnreachableError } from '../../wire/dispatcher';
import type { Region } from '../../world';
import { otherRegionOf } from '../other-region';
import { type CustomDomain, type HttpApi, notFound, type Stage } from './http-api';
import { answerPreflight, withCors } from './cors';
import { toHttpResponse, toProxyEvent } from './proxy-event';
import { putRequestMetrics } from './request-metrics';
import { type RouteMatch, selectRoute } from './routing';

declare module '../../world' {
  interface RegionalServices {
    readonly apiGateway: ApiGateway;
  }
}

const ID_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The HTTP APIs and custom domain names of one region. */
export class ApiGateway {
  /** Its own API is not modelled: CloudFormation's providers make everything. */
  readonly service: Service = { signingName: 'apigateway', operations: {} };
  readonly domains = new Map<string, CustomDomain>();
  readonly #region: Region;
  readonly #apis = new Map<string, HttpApi>();

  constructor(region: Region) {
    this.#region = region;
  }

  createApi(settings: Pick<HttpApi, 'name' | 'isExecuteApiEnabled' | 'cors' | 'tags'>): HttpApi {
    const api: HttpApi = {
      ...settings,
      apiId: this.newId(),
      integrations: new Map(),
      routes: new Map(),
      stages: new Map(),
    };
    this.#apis.set(api.apiId, api);
    return api;
  }

  deleteApi(apiId: string): void {
    this.#apis.delete(apiId);
  }

  find(apiId: string): HttpApi | undefined {
    return this.#apis.get(apiId);
  }

  /** @throws AwsError NotFoundException */
  api(apiId: string): HttpApi {
    const api = this.#apis.get(apiId);
    if (api === undefined) throw notFound('API', apiId);
    return api;
  }

  /** @throws AwsError NotFoundException */
  domain(domainName: string): CustomDomain {
    const domain = this.domains.get(domainName);
    if (domain === undefined) throw notFound('Domain Name', domainName);
    return domain;
  }

  /** `https://<id>.execute-api.<region>.amazonaws.com` */
  endpointOf(apiId: string): string {
    return `https://${this.hostOf(apiId)}`;
  }

  hostOf(id: string): string {
    return `${id}.execute-api.${this.#region.name}.amazonaws.com`;
  }

  newId(length = 10): string {
    const draw = (): number => this.#region.world.random.next(`apigateway/${this.#region.name}`);
    return Array.from({ length }, () => ID_CHARACTERS[Math.floor(draw() * ID_CHARACTERS.length)]).join('');
  }

  /** Answers a request that reached this region: by its Host, whichever name led here. */
  async serve(request: HttpRequest): Promise<HttpResponse> {
    const target = this.#target(request);
    // No API has that name here, as when a record leads to a region that does not serve it.
    if (target === undefined) return jsonResponse(403, { message: 'Forbidden' });
    const { api, stage } = target;
    const { world, name } = this.#region;
    const receivedAtMs = world.scheduler.now();
    const { response, integrationLatencyMs } = await this.#answer(request, target);
    if (world.isDark(name)) return response;
    putRequestMetrics(this.#region, {
      apiId: api.apiId,
      stageName: stage?.stageName,
      status: response.status,
      latencyMs: world.scheduler.now() - receivedAtMs,
      integrationLatencyMs,
    });
    return response;
  }

  async #answer(request: HttpRequest, target: Target): Promise<Answer> {
    const { cors } = target.api;
    const preflight = cors === undefined ? undefined : answerPreflight(cors, request);
    if (preflight !== undefined) return { response: preflight };
    const answer = await this.#route(request, target);
    return cors === undefined ? answer : { ...answer, response: withCors(cors, request, answer.response) };
  }

  async #route(request: HttpRequest, target: Target): Promise<Answer> {
    const match = selectRoute(target.api.routes.values(), request.method, target.path);
    const { stage } = target;
    if (stage === undefined || match === undefined) return { response: jsonResponse(404, { message: 'Not Found' }) };
    const { scheduler } = this.#region.world;
    if (stage.throttle?.takes(scheduler.now()) === false)
      return { response: jsonResponse(429, { message: 'Too Many Requests' }) };
    const askedAtMs = scheduler.now();
    const response = await this.#integrate(request, { ...target, stage }, match);
    return { response, integrationLatencyMs: scheduler.now() - askedAtMs };
  }

  async #integrate(request: HttpRequest, target: Target & { stage: Stage }, match: RouteMatch): Promise<HttpResponse> {
    const { api, stage, path, host } = target;
    const { world, name, lambda } = this.#region;
    const integration = api.integrations.get(match.route.integrationId);
    if (integration === undefined) return internalError();
    const event = toProxyEvent(request, match, {
      accountId: world.accountId,
      apiId: api.apiId,
      stageName: stage.stageName,
      stageVariables: stage.variables,
      domainName: host,
      path,
      requestId: world.random.uuid(`apigateway/${name}/requests`),
      nowMs: world.scheduler.now(),
    });
    const invocation = lambda.invokeAsService({
      functionName: integration.functionArn,
      payload: event,
      principal: 'apigateway.amazonaws.com',
      sourceArn: sourceArn(`arn:aws:execute-api:${name}:${world.accountId}:${api.apiId}/${stage.stageName}`, match),
    });
    const isElsewhere = otherRegionOf(integration.functionArn, this.#region) !== undefined;
    return withinTime(
      this.#region,
      integration.timeoutMs,
      toResponse(isElsewhere ? patiently(invocation) : invocation),
    );
  }

  #target(request: HttpRequest): Target | undefined {
    const url = new URL(request.url);
    const host = (request.headers['host'] ?? url.host).replace(/:\d+$/, '').toLowerCase();
    const domain = this.domains.get(host);
    if (domain !== undefined) return this.#mapped(domain, host, url.pathname);
    const api = this.#apis.get(host.split('.')[0] ?? '');
    if (api === undefined || host !== this.hostOf(api.apiId)) return undefined;
    if (!api.isExecuteApiEnabled) return { api, stage: undefined, path: url.pathname, host };
    const [, first = ''] = url.pathname.split('/');
    const named = first === '$default' ? undefined : api.stages.get(first);
    if (named === undefined) return { api, stage: api.stages.get('$default'), path: url.pathname, host };
    return { api, stage: named, path: url.pathname.slice(first.length + 1) || '/', host };
  }

  /** The longest mapping that the path begins with. */
  #mapped(domain: CustomDomain, host: string, pathname: string): Target | undefined {
    const mapping = [...domain.mappings.values()]
      .filter(({ path }) => path === '' || `${pathname}/`.startsWith(`/${path}/`))
      .sort((a, b) => b.path.length - a.path.length)[0];
    const api = mapping === undefined ? undefined : this.#apis.get(mapping.apiId);
    if (mapping === undefined || api === undefined) return undefined;
    const path = mapping.path === '' ? pathname : pathname.slice(mapping.path.length + 1) || '/';
    return { api, stage: api.stages.get(mapping.stageName), path, host };
  }
}

type Answer = { readonly response: HttpResponse; readonly integrationLatencyMs?: number };

type Target = {
  readonly api: HttpApi;
  readonly stage: Stage | undefined;
  readonly path: string;
  readonly host: string;
};

/** `…:apiId/$default/GET/health`, or `…:apiId/$default/$default`: what a function's permission is compared with. */
function sourceArn(prefix: string, { route }: RouteMatch): string {
  if (route.routeKey === '$default') return `${prefix}/$default`;
  const [method = '', path = ''] = route.routeKey.split(' ');
  return `${prefix}/${method === 'ANY' ? '*' : method}${path}`;
}

/** A function of another region that is dark does not answer: the integration's time runs out. */
async function patiently<Result>(invocation: Promise<Result>): Promise<Result> {
  try {
    return await invocation;
  } catch (error) {
    if (error instanceof UnreachableError) return new Promise(() => undefined);
    throw error;
  }
}

/** A function that fails, or may not be invoked, is the API's internal error; one that is not given a chance, its 503. */
async function toResponse(invocation: Promise<{ functionError?: string; payload: unknown }>): Promise<HttpResponse> {
  try {
    const { functionError, payload } = await invocation;
    return functionError === undefined ? (toHttpResponse(payload) ?? internalError()) : internalError();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.code === 'TooManyRequestsException' ? unavailable() : internalError();
  }
}

/** The function goes on; nobody waits for it any more. */
function withinTime({ world }: Region, timeoutMs: number, response: Promise<HttpResponse>): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const timer = world.scheduler.after(timeoutMs, () => resolve(unavailable()));
    response.finally(() => timer.cancel()).then(resolve, reject);
  });
}

function internalError(): HttpResponse {
  return jsonResponse(500, { message: 'Internal Server Error' });
}

function unavailable(): HttpResponse {
  return jsonResponse(503, { message: 'Service Unavailable' });
}
