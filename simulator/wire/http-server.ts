import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest, HttpResponse } from '../network/http';
import type { World } from '../world';
import { UnreachableError } from './dispatcher';
import { handleAwsRequest } from './http';
import type { VirtualTimeDriver } from './virtual-time-driver';

/**
 * The simulated AWS on a real socket, for clients that are no part of the simulation: the `aws` command, boto3,
 * Terraform, with `--endpoint-url`. One port serves every region and service, by the SigV4 scope.
 */
export class HttpServer {
  readonly #server: Server;

  constructor(world: World, driver: VirtualTimeDriver) {
    this.#server = createServer((incoming, outgoing) => {
      serve(world, driver, incoming, outgoing).catch((error: unknown) => {
        // A defect of the simulator: say so, rather than leave the client with a broken connection.
        outgoing.writeHead(500, { 'content-type': 'text/plain' });
        outgoing.end(
          `the simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
        );
      });
    });
  }

  /** Listens on the loopback interface only. Port 0 takes a free one. Returns the endpoint's URL. */
  listen(port = 0): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
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
}

async function serve(
  world: World,
  driver: VirtualTimeDriver,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  let response: HttpResponse;
  try {
    response = await driver.drive(() => handleAwsRequest(world, request));
  } catch (error) {
    // A dark endpoint has no answer: the connection breaks.
    if (error instanceof UnreachableError) outgoing.destroy();
    else throw error;
    return;
  }
  // The machine's clock has no place in an answer from virtual time.
  outgoing.sendDate = false;
  outgoing.writeHead(response.status, { 'content-length': response.body.length, ...response.headers });
  outgoing.end(response.body);
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return {
    method: incoming.method ?? 'GET',
    url: `http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`,
    headers,
    body: Buffer.concat(chunks),
  };
}
