/** What `http.request(url?, options?, callback?)` was asked for. */
export type RequestParameters = {
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: unknown])[];
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onResponse: ((response: unknown) => void) | undefined;
};

type Options = {
  readonly protocol?: string;
  readonly host?: string;
  readonly hostname?: string;
  readonly port?: number | string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, unknown>> | readonly unknown[];
  readonly auth?: string;
  readonly timeout?: number;
  readonly signal?: AbortSignal;
};

export function readRequestParameters(protocol: string, parameters: readonly unknown[]): RequestParameters {
  const [first, ...others] = parameters;
  const isUrl = typeof first === 'string' || first instanceof URL;
  const rest = isUrl ? others : parameters;
  const options = (rest.find((parameter) => typeof parameter === 'object' && parameter !== null) ?? {}) as Options;
  const onResponse = rest.find((parameter) => typeof parameter === 'function') as RequestParameters['onResponse'];
  return {
    url: urlOf(protocol, isUrl ? new URL(first) : undefined, options),
    method: (options.method ?? 'GET').toUpperCase(),
    headers: [...headerList(options.headers), ...authorization(options.auth)],
    timeoutMs: options.timeout,
    signal: options.signal,
    onResponse,
  };
}

function urlOf(protocol: string, base: URL | undefined, options: Options): URL {
  const host = options.hostname ?? options.host ?? base?.hostname ?? 'localhost';
  const port = options.port ?? base?.port ?? '';
  const path = options.path ?? (base === undefined ? '/' : `${base.pathname}${base.search}`);
  return new URL(`${options.protocol ?? base?.protocol ?? protocol}//${host}${port === '' ? '' : `:${port}`}${path}`);
}

function headerList(headers: Options['headers']): (readonly [string, unknown])[] {
  if (headers === undefined) return [];
  if (!Array.isArray(headers)) return Object.entries(headers).filter(([, value]) => value !== undefined);
  return Array.from({ length: headers.length / 2 }, (_, index) => [String(headers[2 * index]), headers[2 * index + 1]]);
}

function authorization(auth: string | undefined): (readonly [string, unknown])[] {
  return auth === undefined ? [] : [['authorization', `Basic ${Buffer.from(auth).toString('base64')}`]];
}
