import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpResponse } from '../network/http';
import type { World } from '../world';
import { LARGEST_BODY_BYTES } from './body-limits';
import { UnreachableError } from './dispatcher';
import { handleAwsRequest, type Head, limitOf, refuseLargeBody } from './http';
import { overload, readBody, readHead, unreadableHead } from './incoming';
import type { VirtualTimeDriver } from './virtual-time-driver';

export interface HttpServerOptions {
  /**
   * Takes each bug of the simulator: it ends the call in which it shows, and the server goes on. Without it a bug ends the
   * simulation, as in a rehearsal, and every request from then on is answered 500.
   */
  readonly reportDefect?: (error: unknown) => void;
  /** How long a client may take to send a request. @default 60 s, the head 20 s */
  readonly patienceMs?: number;
}

/** How long in virtual time the longest call takes, an invocation of 15 minutes, and then some. */
const ANSWER_DEADLINE_MS = 3_600_000;
/** How long a connection may be silent while its client does not take the answer. */
const IDLE_MS = 300_000;
const HEAD_PATIENCE_MS = 20_000;
const PATIENCE_MS = 60_000;
/** Of all requests together: four of the largest. */
const MEMORY_BYTES = 4 * LARGEST_BODY_BYTES;

/**
 * The simulated AWS on a real socket, for clients that are no part of the simulation: the `aws` command, boto3,
 * Terraform, with `--endpoint-url`. One port serves every region and service, by the SigV4 scope.
 */
export class HttpServer {
  readonly #world: World;
  readonly #driver: VirtualTimeDriver;
  readonly #server: Server;
  readonly #reportDefect: ((error: unknown) => void) | undefined;
  #bytesInMemory = 0;

  constructor(
    world: World,
    driver: VirtualTimeDriver,
    { reportDefect, patienceMs = PATIENCE_MS }: HttpServerOptions = {},
  ) {
    this.#world = world;
    this.#driver = driver;
    this.#reportDefect = reportDefect;
    if (reportDefect !== undefined) world.scheduler.outliveDefects(reportDefect);
    this.#server = createServer({
      requestTimeout: patienceMs,
      headersTimeout: Math.min(HEAD_PATIENCE_MS, patienceMs),
      connectionsCheckingInterval: Math.min(1000, patienceMs),
    });
    this.#server.setTimeout(IDLE_MS);
    this.#server.on('request', (incoming, outgoing) => this.#begin(incoming, outgoing));
    // The body is sent when this server has said that it will take it: boto3 asks so for S3.
    this.#server.on('checkContinue', (incoming, outgoing) => this.#begin(incoming, outgoing, true));
  }

  /** Listens on the loopback interface only. Port 0 takes a free one. Returns the endpoint's URL. */
  listen(port = 0): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        // Such as too many open files: those that are connected stay so.
        this.#server.on('error', (error) => this.#reportDefect?.(error));
        const address = this.#server.address() as AddressInfo;
        resolve(`http://127.0.0.1:${address.port}`);
      });
    });
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #begin(incoming: IncomingMessage, outgoing: ServerResponse, asksFirst = false): void {
    // A client that hangs up is no business of anybody else's.
    incoming.on('error', () => undefined);
    outgoing.on('error', () => undefined);
    this.#serve(incoming, outgoing, asksFirst).catch((error: unknown) => {
      if (incoming.destroyed && !incoming.complete) return;
      this.#reportDefect?.(error);
      if (outgoing.headersSent) outgoing.destroy();
      else send(outgoing, brokenSimulator());
    });
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse, asksFirst: boolean): Promise<void> {
    const head = readHead(incoming);
    // Who asked first and is refused does not send the body: the connection holds nothing more.
    const { shouldKeepAlive } = outgoing;
    if (asksFirst) outgoing.shouldKeepAlive = false;
    if (head === undefined) return refuse(incoming, outgoing, unreadableHead());
    const limitBytes = limitOf(head).bytes;
    if (Number(head.headers['content-length'] ?? 0) > limitBytes) {
      return refuse(incoming, outgoing, await refuseLargeBody(this.#world, head));
    }
    if (asksFirst) outgoing.writeContinue();
    outgoing.shouldKeepAlive = shouldKeepAlive;
    let heldBytes = 0;
    try {
      const body = await readBody(incoming, limitBytes, (bytes) => {
        heldBytes += bytes;
        this.#bytesInMemory += bytes;
        return this.#bytesInMemory <= MEMORY_BYTES;
      });
      if (body === 'too large') return refuse(incoming, outgoing, await refuseLargeBody(this.#world, head));
      if (body === 'no memory') return refuse(incoming, outgoing, overload());
      await this.#answer(head, body, outgoing);
    } finally {
      this.#bytesInMemory -= heldBytes;
    }
  }

  async #answer(head: Head, body: Uint8Array, outgoing: ServerResponse): Promise<void> {
    try {
      const response = await this.#driver.drive(() => this.#inTime(handleAwsRequest(this.#world, { ...head, body })));
      send(outgoing, response);
    } catch (error) {
      // A dark endpoint has no answer: the connection breaks.
      if (error instanceof UnreachableError) outgoing.destroy();
      else throw error;
    }
  }

  /** An answer that never comes would let virtual time run for ever. */
  #inTime(response: Promise<HttpResponse>): Promise<HttpResponse> {
    const { scheduler } = this.#world;
    return new Promise((resolve, reject) => {
      const deadline = scheduler.after(ANSWER_DEADLINE_MS, () =>
        reject(new Error('A request has had no answer for an hour of virtual time.')),
      );
      response.then(resolve, reject).finally(() => deadline.cancel());
    });
  }
}

/** Answers a request whose body is not wanted: what is sent of it is passed over, so that the client reads the answer. */
function refuse(incoming: IncomingMessage, outgoing: ServerResponse, response: HttpResponse): void {
  incoming.resume();
  send(outgoing, response);
}

function send(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  // The machine's clock has no place in an answer from virtual time.
  outgoing.sendDate = false;
  outgoing.writeHead(status, { 'content-length': body.length, ...headers });
  outgoing.end(body);
}

/** The request was not even understood as far as to know its protocol. */
function brokenSimulator(): HttpResponse {
  const text = 'A bug of the simulator, not an answer of AWS. The standard error of the simulator says where.\n';
  return { status: 500, headers: { 'content-type': 'text/plain' }, body: Buffer.from(text) };
}
