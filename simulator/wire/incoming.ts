import type { IncomingMessage } from 'node:http';
import type { HttpResponse } from '../network/http';
import type { Head } from './http';

/** The request's line and headers; `undefined` when they make no address. */
export function readHead(incoming: IncomingMessage): Head | undefined {
  const { host = '127.0.0.1' } = incoming.headers;
  const target = incoming.url ?? '/';
  // A proxy is asked with the whole address.
  const url = target.startsWith('/') ? `http://${host}${target}` : target;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return undefined;
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return { method: incoming.method ?? 'GET', url, headers };
}

/**
 * The whole body, unless it is larger than it may be.
 * @param hold told of each part that is kept; false: there is no room for it
 */
export async function readBody(
  incoming: IncomingMessage,
  limitBytes: number,
  hold: (bytes: number) => boolean,
): Promise<Uint8Array | 'too large' | 'no memory'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return await new Promise((resolve, reject) => {
    const give = (result: Uint8Array | 'too large' | 'no memory'): void => {
      incoming.off('data', take);
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limitBytes) return give('too large');
      if (!hold(chunk.length)) return give('no memory');
      chunks.push(chunk);
    };
    incoming.on('data', take);
    incoming.on('end', () => give(Buffer.concat(chunks)));
    incoming.on('error', reject);
    incoming.on('close', () => reject(new Error('the client hung up')));
  });
}

/** What the load balancers before AWS's endpoints answer to a request that is none. */
export function unreadableHead(): HttpResponse {
  return plain(400, 'Bad Request');
}

export function overload(): HttpResponse {
  return plain(503, 'Slow Down');
}

function plain(status: number, text: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain' }, body: Buffer.from(`${text}\n`) };
}
