export type NetworkErrorCode = 'ENOTFOUND' | 'ETIMEDOUT' | 'ECONNREFUSED' | 'ECONNRESET' | ResolverCode;

/**
 * What a resolver fails with: the codes of c-ares, which a query has whatever the name servers do (Node.js, dns, "Error
 * codes"), and EAI_AGAIN, the temporary failure of getaddrinfo.
 */
export type ResolverCode =
  | 'ENODATA'
  | 'EFORMERR'
  | 'ESERVFAIL'
  | 'ENOTFOUND'
  | 'ENOTIMP'
  | 'EREFUSED'
  | 'EBADQUERY'
  | 'EBADNAME'
  | 'EBADFAMILY'
  | 'EBADRESP'
  | 'ECONNREFUSED'
  | 'ETIMEOUT'
  | 'EOF'
  | 'EFILE'
  | 'ENOMEM'
  | 'EDESTRUCTION'
  | 'EBADSTR'
  | 'ECANCELLED'
  | 'EAI_AGAIN';

/** What a client's socket or resolver fails with. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code: NetworkErrorCode;
  readonly hostname: string;
  /** The call that failed, as Node names it: `queryCname`, `getaddrinfo`. */
  readonly syscall: string | undefined;

  constructor(code: NetworkErrorCode, hostname: string, message: string, syscall?: string) {
    super(message);
    this.code = code;
    this.hostname = hostname;
    this.syscall = syscall;
  }
}
