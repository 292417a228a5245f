import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { HttpResponse } from '../../../network/http';
import type { SimulatedSocket } from './http-socket';

/** What a client's 'response' event carries: Node's `IncomingMessage`. */
export class SimulatedIncomingMessage extends Readable {
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly rawHeaders: readonly string[];
  readonly httpVersion = '1.1';
  readonly httpVersionMajor = 1;
  readonly httpVersionMinor = 1;
  readonly trailers = {};
  readonly rawTrailers = [];
  readonly socket: SimulatedSocket;
  complete = false;
  #body: Uint8Array | undefined;

  constructor({ status, headers, body }: HttpResponse, socket: SimulatedSocket) {
    super();
    this.statusCode = status;
    this.statusMessage = STATUS_CODES[status] ?? '';
    this.headers = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, name === 'set-cookie' ? [value] : value]),
    );
    this.rawHeaders = Object.entries(headers).flat();
    this.socket = socket;
    this.#body = body;
  }

  setTimeout(delayMs: number, callback?: () => void): this {
    this.socket.setTimeout(delayMs, callback);
    return this;
  }

  override _read(): void {
    const body = this.#body;
    this.#body = undefined;
    if (body !== undefined && body.byteLength > 0) {
      this.push(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
      return;
    }
    this.complete = true;
    this.push(null);
  }
}
