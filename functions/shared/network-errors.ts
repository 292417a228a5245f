/** How deep causes are followed: undici's `fetch failed` has the socket's error as its cause. */
const DEEPEST_CAUSE = 5;

/**
 * Codes of errors that are no answer. By kind, since every list of them was too short: errno of the operating system and of
 * c-ares (`ECONNRESET`, `EHOSTUNREACH`, `EPROTO`, `ESERVFAIL`), undici, the HTTP parser of Node, TLS, and the certificate
 * checks of OpenSSL (Node.js, Errors: "Common system errors", "OpenSSL errors", "HTTP parser errors"; TLS: "X509 certificate
 * error codes").
 */
const NETWORK_CODES: readonly RegExp[] = [
  /^E(?!RR_)[A-Z]/,
  /^(UND_ERR|HPE)_/,
  /^ERR_(SSL|TLS|HTTP2|SOCKET|STREAM_PREMATURE_CLOSE)/,
  /CERT|CRL|ISSUER|LEAF_SIGNATURE|HOSTNAME_MISMATCH|INVALID_CA/,
];

/** Whether a call ended without an answer: the name, the connection, TLS or the stream failed. */
export function isNetworkError(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error)) return false;
  const code = textOf(error, 'code');
  // An errno with a path is of a file: a bundle of ours that is not whole, not the network.
  const isOfFile = textOf(error, 'path') !== undefined;
  if (code !== undefined && !isOfFile && NETWORK_CODES.some((pattern) => pattern.test(code))) return true;
  return depth < DEEPEST_CAUSE && isNetworkError(error.cause, depth + 1);
}

/** Whether a name could not be resolved: by c-ares (`queryCname`, `queryA`) or by the system (`getaddrinfo`). */
export function isResolverError(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const call = textOf(error, 'syscall');
  return call !== undefined && /^(query[A-Z]|getaddrinfo$|getHostByAddr$)/.test(call);
}

/** What the resolver answered: its code, such as `ESERVFAIL`, or its message where it gave none. */
export function resolverAnswer(error: Error): string {
  return textOf(error, 'code') ?? error.message;
}

type SystemError = Error & { readonly [Field in 'code' | 'path' | 'syscall']?: unknown };

function textOf(error: SystemError, field: 'code' | 'path' | 'syscall'): string | undefined {
  const value = error[field];
  return typeof value === 'string' ? value : undefined;
}
