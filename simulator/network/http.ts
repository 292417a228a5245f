/** One HTTP request as it travels through the simulated network. */
export type HttpRequest = {
  readonly method: string;
  /** Absolute: `https://rds.us-west-2.amazonaws.com/` */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

export type HttpResponse = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** A response whose body is a JSON document. */
export function jsonResponse(status: number, document: unknown): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(document)),
  };
}
