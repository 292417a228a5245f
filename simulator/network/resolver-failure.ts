import type { DnsCall, DnsCode } from '../kernel/dns-failure';
import type { Fault } from '../kernel/faults';
import { NetworkError, type ResolverCode } from './network-error';

/** How long a resolver waits for an answer at first, and how often it asks. */
export interface Patience {
  readonly timeoutMs: number;
  readonly tries: number;
}

/** Node.js, dns, `new Resolver()`: four tries; c-ares, ares_init_options: 2000 ms for the first. */
export const DEFAULT_PATIENCE: Patience = { timeoutMs: 2000, tries: 4 };
/** resolv.conf(5): five seconds, twice. */
const SYSTEM_PATIENCE_MS = 10_000;

/** What a question to a resolver comes to under a fault: when, and with which code; undefined: it is answered. */
export function failureUnder(
  { kind, code = 'ESERVFAIL', delayMs }: Pick<Fault, 'kind' | 'code' | 'delayMs'>,
  call: DnsCall,
  patience: Patience,
): { readonly afterMs: number; readonly code: ResolverCode | undefined } {
  const longestMs = patienceMs(call, patience);
  const isSilent = kind === 'drop' || kind === 'partition' || (kind === 'error' && code === 'ETIMEOUT');
  if (isSilent || delayMs >= longestMs) return { afterMs: longestMs, code: codeOf(call, 'ETIMEOUT') };
  return kind === 'error' ? { afterMs: 0, code: codeOf(call, code) } : { afterMs: delayMs, code: undefined };
}

/** As Node writes it: `queryCname ESERVFAIL app.example.com`. */
export function resolverError(call: DnsCall, code: ResolverCode, name: string): NetworkError {
  return new NetworkError(code, name, `${call} ${code} ${name}`, call);
}

/** Each try waits twice as long as the one before (c-ares, with one name server). */
function patienceMs(call: DnsCall, { timeoutMs, tries }: Patience): number {
  return call === 'getaddrinfo' ? SYSTEM_PATIENCE_MS : timeoutMs * (2 ** tries - 1);
}

/** getaddrinfo has no codes for what the name servers did: the name is not there, it may be later, or it never will. */
function codeOf(call: DnsCall, code: DnsCode): ResolverCode {
  if (call !== 'getaddrinfo') return code;
  if (code === 'ENOTFOUND' || code === 'ENODATA') return 'ENOTFOUND';
  return LASTING.has(code) ? 'EAI_FAIL' : 'EAI_AGAIN';
}

const LASTING: ReadonlySet<DnsCode> = new Set(['EFORMERR', 'EBADRESP', 'EBADQUERY', 'EBADNAME', 'EBADSTR']);
