import { handleAwsRequest } from '../wire/http';
import { UnreachableError } from '../wire/dispatcher';
import type { Region, World } from '../world';
import { parseAwsEndpoint } from './endpoints';
import type { HttpRequest, HttpResponse } from './http';
import { NetworkError } from './network-error';
import { Resolver, type ResolverOwner } from './resolver';

declare module '../world' {
  interface World {
    /** What a host name leads to: AWS endpoints, HTTP APIs, names in Route 53. */
    readonly network: Network;
  }
}

export { NetworkError };

/** How long a client waits for a connection that nobody answers. Clients with a shorter limit of their own give up first. */
export const CONNECT_TIMEOUT_MS = 5000;
/** How long an open connection stays silent before something on the way drops it. */
const IDLE_TIMEOUT_MS = 60_000;

/** Who sends a request. */
export type Origin = {
  /** For the trace: `lambda:restoreAurora`, `client:Frankfurt`. */
  readonly name: string;
  readonly resolver: Resolver;
};

export type SendOptions = {
  /** Called once the connection stands, before the request is answered. */
  readonly onConnect?: () => void;
  /** Called when an HTTP API has answered, with the region that it stands in. */
  readonly onAnswer?: (region: string) => void;
};

/** Everything that a host name can lead to: AWS endpoints, HTTP APIs, distributions, and names in Route 53 that end at one of them. */
export class Network {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  createResolver(owner: ResolverOwner = 'client'): Resolver {
    return new Resolver(this.#world, owner);
  }

  /** Sends a request and waits for the response; rejects with a NetworkError when there is none. */
  async send(request: HttpRequest, origin: Origin, options: SendOptions = {}): Promise<HttpResponse> {
    const { hostname } = new URL(request.url);
    const endpoint = parseAwsEndpoint(hostname);
    if (endpoint?.kind === 'service') return this.#callService(request, hostname, endpoint, options);
    try {
      const response = await this.#callHost(request, hostname, origin, options);
      this.#trace(request, origin, String(response.status));
      return response;
    } catch (error) {
      if (error instanceof NetworkError) this.#trace(request, origin, error.code);
      throw error;
    }
  }

  async #callService(
    request: HttpRequest,
    hostname: string,
    endpoint: { readonly region: string; readonly service: string },
    { onConnect }: SendOptions,
  ): Promise<HttpResponse> {
    if (!this.#world.regions.has(endpoint.region)) throw notSimulated(hostname);
    // A dark endpoint is called nevertheless: the dispatcher counts it.
    if (this.#world.dispatcher.isReachable(endpoint)) onConnect?.();
    try {
      return await handleAwsRequest(this.#world, request);
    } catch (error) {
      if (error instanceof UnreachableError) return this.#fail(hostname, error.lost);
      throw error;
    }
  }

  async #callHost(
    request: HttpRequest,
    hostname: string,
    { resolver }: Origin,
    { onConnect, onAnswer }: SendOptions,
  ): Promise<HttpResponse> {
    const host = await resolver.resolveHost(hostname);
    const endpoint = parseAwsEndpoint(host);
    if (endpoint?.kind === 'distribution') {
      onConnect?.();
      await this.#world.scheduler.sleep(this.#world.durations.drawMs('apiCall'));
      return this.#world.cloudFront.serve(request);
    }
    if (endpoint?.kind !== 'httpApi' || !this.#world.regions.has(endpoint.region)) throw notSimulated(host);
    const region = this.#world.region(endpoint.region);
    if (this.#world.isDark(region.name)) return this.#cutOff(region, hostname, 'request');
    onConnect?.();
    await this.#world.scheduler.sleep(this.#world.durations.drawMs('apiCall'));
    try {
      const response = await region.apiGateway.serve(request);
      if (!this.#world.isDark(region.name)) {
        onAnswer?.(region.name);
        return response;
      }
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
    }
    // The region went dark under the request: the response never comes.
    return this.#cutOff(region, hostname, 'response');
  }

  #cutOff({ name }: Region, hostname: string, lost: 'request' | 'response'): Promise<never> {
    this.#world.faults.meetDarkness(name, this.#world.scheduler.now());
    return this.#fail(hostname, lost);
  }

  /** @param lost `request`: nobody answered the connection; `response`: the connection stood, and fell silent */
  async #fail(hostname: string, lost: 'request' | 'response'): Promise<never> {
    if (lost === 'response') {
      await this.#world.scheduler.sleep(IDLE_TIMEOUT_MS);
      throw new NetworkError('ECONNRESET', hostname, 'socket hang up');
    }
    await this.#world.scheduler.sleep(CONNECT_TIMEOUT_MS);
    throw new NetworkError('ETIMEDOUT', hostname, `connect ETIMEDOUT ${hostname}:443`);
  }

  #trace(request: HttpRequest, origin: Origin, outcome: string): void {
    this.#world.trace.record({ kind: 'http', method: request.method, url: request.url, from: origin.name, outcome });
  }
}

function notSimulated(host: string): NetworkError {
  return new NetworkError(
    'ENOTFOUND',
    host,
    `getaddrinfo ENOTFOUND ${host} (the simulated network has the AWS endpoints of the simulated regions, HTTP APIs, distributions, ` +
      'and names in Route 53 that lead to them: docs/SIMULATOR.md)',
  );
}
