/** What a client of a workload sends again and again; placeholders stand in the path, in headers and in texts of the body. */
export interface ClientRequestTemplate {
  readonly method: string;
  /** `/orders`, `/orders/{number}` */
  readonly path: string;
  /** Beside `content-type`, which a body has by itself. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; left out, the request has none. */
  readonly body?: unknown;
  /** Each client sends one request in this time. */
  readonly everySeconds: number;
}

/** What a placeholder stands for in one request. */
export interface RequestValues {
  /** Counts the requests of all clients, from 1: no two are alike. */
  readonly number: number;
  /** Who sends: `Frankfurt`. */
  readonly client: string;
  /** Counts the requests of this client, from 1. */
  readonly sequence: number;
  /** ISO 8601, in UTC. */
  readonly time: string;
}

export const PLACEHOLDERS = [
  'number',
  'client',
  'sequence',
  'time',
] as const satisfies readonly (keyof RequestValues)[];
const PLACEHOLDER = /\{(number|client|sequence|time)\}/g;

export interface ClientRequestContent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export function fillIn(
  { method, path, headers = {}, body }: ClientRequestTemplate,
  values: RequestValues,
): ClientRequestContent {
  const encode = (part: string) => encodeURIComponent(part);
  return {
    method,
    path: replaceIn(path, values, encode),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [name.toLowerCase(), fillText(text, values)]),
      ),
    },
    body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(fillValue(body, values))),
  };
}

function fillText(text: string, values: RequestValues): string {
  return replaceIn(text, values, (part) => part);
}

/** A text that is nothing but a placeholder becomes its value, a number where that is one. */
function fillValue(value: unknown, values: RequestValues): unknown {
  if (typeof value === 'string') {
    const whole = PLACEHOLDERS.find((name) => value === `{${name}}`);
    return whole === undefined ? fillText(value, values) : values[whole];
  }
  if (Array.isArray(value)) return value.map((item) => fillValue(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillValue(item, values)]));
}

function replaceIn(text: string, values: RequestValues, encode: (part: string) => string): string {
  return text.replaceAll(PLACEHOLDER, (_, name: keyof RequestValues) => encode(String(values[name])));
}
