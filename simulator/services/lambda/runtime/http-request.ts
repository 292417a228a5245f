import { Writable } from 'node:stream';
import { AsyncResource } from 'node:async_hooks';
import type { HttpRequest, HttpResponse } from '../../../network/http';
import type { SendOptions } from '../../../network/network';
import { SimulatedIncomingMessage } from './http-response';
import { SimulatedSocket } from './http-socket';
import { readRequestParameters, type RequestParameters } from './http-request-parameters';
import type { VirtualTimers } from './virtual-timers';

export type HttpDependencies = {
  readonly timers: VirtualTimers;
  readonly send: (request: HttpRequest, options?: SendOptions) => Promise<HttpResponse>;
};

/**
 * Node's `ClientRequest` over the simulated network: a writable stream for the body, then one of 'response' and 'error',
 * and 'close' at the end.
 */
export class SimulatedClientRequest extends Writable {
  readonly socket: SimulatedSocket;
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly protocol: string;
  readonly reusedSocket = false;
  aborted = false;
  readonly #url: URL;
  readonly #headers = new Map<string, { readonly name: string; readonly value: string }>();
  readonly #chunks: Uint8Array[] = [];
  readonly #send: HttpDependencies['send'];
  #hasResponse = false;

  static from(
    protocol: string,
    parameters: readonly unknown[],
    dependencies: HttpDependencies,
  ): SimulatedClientRequest {
    return new SimulatedClientRequest(readRequestParameters(protocol, parameters), dependencies);
  }

  constructor(parameters: RequestParameters, { timers, send }: HttpDependencies) {
    super({ autoDestroy: false });
    const { url, method, headers, timeoutMs, signal, onResponse } = parameters;
    this.#url = url;
    this.#send = send;
    this.method = method;
    this.path = `${url.pathname}${url.search}`;
    this.host = url.hostname;
    this.protocol = url.protocol;
    this.socket = new SimulatedSocket(timers);
    this.socket.on('timeout', () => this.emit('timeout'));
    for (const [name, value] of headers) this.setHeader(name, value);
    if (timeoutMs !== undefined) this.setTimeout(timeoutMs);
    if (onResponse !== undefined) this.once('response', onResponse);
    signal?.addEventListener(
      'abort',
      () =>
        this.destroy(Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR' })),
      { once: true },
    );
    process.nextTick(() => {
      this.emit('socket', this.socket);
      // A server that wants the body says so at once; what is wrong with the request it says after it has read it.
      if (this.getHeader('expect') === '100-continue') this.emit('continue');
    });
  }

  get connection(): SimulatedSocket {
    return this.socket;
  }

  get finished(): boolean {
    return this.writableEnded;
  }

  setHeader(name: string, value: unknown): this {
    this.#headers.set(name.toLowerCase(), { name, value: Array.isArray(value) ? value.join(', ') : String(value) });
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.#headers.get(name.toLowerCase())?.value;
  }

  getHeaders(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#headers].map(([name, { value }]) => [name, value]));
  }

  getHeaderNames(): readonly string[] {
    return [...this.#headers.keys()];
  }

  hasHeader(name: string): boolean {
    return this.#headers.has(name.toLowerCase());
  }

  removeHeader(name: string): void {
    this.#headers.delete(name.toLowerCase());
  }

  flushHeaders(): void {}

  setNoDelay(): void {}

  setSocketKeepAlive(): void {}

  setTimeout(delayMs: number, callback?: () => void): this {
    if (callback !== undefined) this.once('timeout', callback);
    this.socket.setTimeout(delayMs);
    return this;
  }

  abort(): void {
    this.aborted = true;
    this.emit('abort');
    this.destroy();
  }

  override _write(chunk: string | Uint8Array, encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    done();
  }

  override _final(done: () => void): void {
    done();
    const context = new AsyncResource('SimulatedClientRequest');
    const headers = { host: this.#url.host, ...this.getHeaders() };
    const request = { method: this.method, url: this.#url.href, headers, body: Buffer.concat(this.#chunks) };
    this.#send(request, { onConnect: () => this.socket.connected() }).then(
      (response) => context.runInAsyncScope(() => this.#receive(response)),
      (error: unknown) => context.runInAsyncScope(() => this.destroy(socketError(error))),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.socket.destroy();
    if (this.#hasResponse) done(null);
    else done(error ?? Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
  }

  #receive(response: HttpResponse): void {
    if (this.destroyed) return;
    this.#hasResponse = true;
    this.socket.connected();
    this.socket.setTimeout(0);
    const message = new SimulatedIncomingMessage(response, this.socket);
    message.once('close', () => this.destroy());
    if (!this.emit('response', message)) message.resume();
  }
}

/** A failure of the network as Node reports it. */
function socketError(error: unknown): Error {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  const { code } = error;
  const syscall = error.message.split(' ')[0];
  return Object.assign(new Error(error.message), {
    code,
    errno: code,
    syscall,
    ...('hostname' in error && { hostname: error.hostname }),
  });
}
