import { request } from 'node:https';
import type { HttpAnswer } from './http-check';

/** More than any health answer needs. */
const LARGEST_BODY_BYTES = 1_000_000;

/** One GET on a connection of its own; `connectTo` is another host that is spoken to as the URL's. */
export function httpGet(url: string, connectTo: string | undefined, timeoutMs: number): Promise<HttpAnswer> {
  const { hostname, host, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        method: 'GET',
        hostname: connectTo ?? hostname,
        port: port === '' ? 443 : Number(port),
        path: `${pathname}${search}`,
        servername: hostname,
        headers: { host, accept: '*/*', 'user-agent': 'pilot-light' },
        agent: false,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LARGEST_BODY_BYTES)
            outgoing.destroy(new Error(`the body is larger than ${LARGEST_BODY_BYTES} bytes`));
          else chunks.push(chunk);
        });
        incoming.on('error', finish(reject));
        incoming.on('end', () => {
          finish(resolve)({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    const timer = setTimeout(() => {
      outgoing.destroy(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
    outgoing.on('error', finish(reject));
    outgoing.end();

    function finish<Value>(settle: (value: Value) => void): (value: Value) => void {
      return (value) => {
        clearTimeout(timer);
        settle(value);
      };
    }
  });
}
