import type { HttpRequest, HttpResponse } from '../../../network/http';

/** Statuses whose responses have no body (Fetch Standard, "null body status"). */
const WITHOUT_BODY: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** The global `fetch` over the simulated network. */
export function simulatedFetch(send: (request: HttpRequest) => Promise<HttpResponse>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    const { hostname, host } = new URL(request.url);
    const sent = send({
      method: request.method,
      url: request.url,
      headers: { host, 'user-agent': 'node', ...Object.fromEntries(request.headers) },
      body: new Uint8Array(await request.arrayBuffer()),
    });
    const response = await Promise.race([sent, abortion(signal)]).catch((error: unknown) => {
      // What the caller aborted it sees as its own reason; the network's failures come wrapped.
      if (signal?.aborted === true) throw signal.reason;
      throw new TypeError('fetch failed', { cause: error });
    });
    if (response.status >= 300 && response.status < 400 && request.redirect === 'follow') {
      throw new Error(
        `fetch: ${hostname} answered with a redirect, and following one is not modelled by the simulator ` +
          "(docs/SIMULATOR.md). Ask for redirect: 'manual'.",
      );
    }
    return toResponse(response, request.url);
  };
}

function abortion(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

function toResponse({ status, headers, body }: HttpResponse, url: string): Response {
  const response = new Response(WITHOUT_BODY.has(status) ? null : Buffer.from(body), { status, headers });
  return Object.defineProperty(response, 'url', { value: url });
}
