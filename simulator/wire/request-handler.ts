import { Readable } from 'node:stream';
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import type { World } from '../world';
import { handleAwsRequest } from './http';
import type { VirtualTimeDriver } from './virtual-time-driver';

/**
 * An SDK `requestHandler` without sockets, for code outside the simulation that works with SDK clients: the command
 * line, tests. Give such a client `maxAttempts: 1`: the SDK's own retries wait in real time.
 *
 * An endpoint that is dark rejects with the UnreachableError itself.
 */
export class SimulatedRequestHandler {
  readonly #world: World;
  readonly #driver: VirtualTimeDriver;

  constructor(world: World, driver: VirtualTimeDriver) {
    this.#world = world;
    this.#driver = driver;
  }

  async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    const body = await readBody(request.body);
    const response = await this.#driver.drive(() =>
      handleAwsRequest(this.#world, {
        method: request.method,
        url: urlOf(request),
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
        body,
      }),
    );
    return {
      response: new HttpResponse({
        statusCode: response.status,
        headers: { ...response.headers },
        body: Readable.from(response.body.length === 0 ? [] : [Buffer.from(response.body)]),
      }),
    };
  }

  updateHttpClientConfig(): void {
    // Nothing about sockets can be configured: there are none.
  }

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

function urlOf(request: HttpRequest): string {
  const url = new URL(
    `${request.protocol}//${request.hostname}${request.port === undefined ? '' : `:${request.port}`}`,
  );
  url.pathname = request.path;
  for (const [key, value] of Object.entries(request.query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value ?? '']) url.searchParams.append(key, each);
  }
  return url.href;
}

async function readBody(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof Readable) {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks);
  }
  throw new Error('the body of an SDK request is a string, a Uint8Array or a stream');
}
