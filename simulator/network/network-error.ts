import type { DnsCall, DnsCode } from '../kernel/dns-failure';

export type NetworkErrorCode = 'ETIMEDOUT' | 'ECONNREFUSED' | 'ECONNRESET' | ResolverCode;

/** What a resolver fails with: a code of c-ares, or of getaddrinfo (POSIX), which Node calls ENOTFOUND where there is none. */
export type ResolverCode = DnsCode | 'EAI_AGAIN' | 'EAI_FAIL';

/** What a client's socket or resolver fails with. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code: NetworkErrorCode;
  readonly hostname: string;
  /** The call of the resolver that failed, as Node names it. */
  readonly syscall: DnsCall | undefined;

  constructor(code: NetworkErrorCode, hostname: string, message: string, syscall?: DnsCall) {
    super(message);
    this.code = code;
    this.hostname = hostname;
    this.syscall = syscall;
  }
}
