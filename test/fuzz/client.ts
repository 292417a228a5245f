import { Agent, request } from 'node:http';
import type { Written } from './write';

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** What came of a request: an answer, or how the connection ended without one. */
export type Outcome = Answered | { readonly failed: string };

/** Sends what it is given, however wrong, over connections that it uses again. */
export class Client {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });

  constructor(url: string) {
    this.#url = new URL(url);
  }

  send(
    written: Written & {
      readonly authorization: string | undefined;
      readonly sending?: 'counted' | 'chunked' | 'half';
    },
    patienceMs: number,
  ): Promise<Outcome> {
    const { method, path, headers, body, authorization, sending = 'counted' } = written;
    return new Promise((resolve) => {
      const outgoing = request({
        host: this.#url.hostname,
        port: this.#url.port,
        agent: this.#agent,
        method,
        path,
        headers: {
          ...(sending === 'chunked' ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) }),
          ...(authorization === undefined ? {} : { authorization }),
          ...headers,
        },
      });
      const end = (outcome: Outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      const timer = setTimeout(() => {
        end({ failed: `no answer in ${patienceMs} ms` });
        outgoing.destroy();
      }, patienceMs);
      outgoing.on('response', (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        incoming.on('end', () => end({ status: incoming.statusCode ?? 0, text }));
        incoming.on('error', (error) => end({ failed: error.message }));
      });
      outgoing.on('error', (error) => end({ failed: error.message }));
      if (sending === 'half') {
        outgoing.write(body.subarray(0, body.length >> 1), () => outgoing.destroy());
        if (body.length === 0) outgoing.destroy();
      } else outgoing.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
