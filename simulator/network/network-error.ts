export type NetworkErrorCode = 'ENOTFOUND' | 'ETIMEDOUT' | 'ECONNREFUSED' | 'ECONNRESET';

/** What a client's socket or resolver fails with. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code: NetworkErrorCode;
  readonly hostname: string;

  constructor(code: NetworkErrorCode, hostname: string, message: string) {
    super(message);
    this.code = code;
    this.hostname = hostname;
  }
}
