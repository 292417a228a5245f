import { createHash } from 'node:crypto';
import * as nodeDns from 'node:dns';
import { NetworkError, type NetworkErrorCode } from '../../../network/network-error';
import type { Resolver } from '../../../network/resolver';
import { DEFAULT_PATIENCE, type Patience } from '../../../network/resolver-failure';
import { restrict } from './restricted-module';

/** What of the environment's resolver a function can ask. */
export type FunctionResolver = Pick<Resolver, 'resolveCname' | 'resolveHost'>;

type Lookup = { readonly address: string; readonly family: 4 };

/** `node:dns/promises` over the simulated resolver of the function's environment. */
export function dnsPromisesModule(resolver: FunctionResolver): object {
  const lookup = async (name: string, options?: { all?: boolean }): Promise<Lookup | Lookup[]> => {
    const host = await asNode(resolver.resolveHost(name));
    const found: Lookup = { address: addressOf(host), family: 4 };
    return options?.all === true ? [found] : found;
  };
  const { resolve, resolve4, resolveCname } = queries(resolver, DEFAULT_PATIENCE);
  return restrict('node:dns/promises', nodeDns.promises, {
    resolveCname,
    resolve4,
    resolve,
    lookup,
    Resolver: resolverClass(resolver),
  });
}

/** `node:dns` with its promises only; the callback forms are not modelled. */
export function dnsModule(promises: object): object {
  return restrict('node:dns', nodeDns, { promises });
}

/**
 * An address for a host: the simulated network connects by name, yet programs compare addresses. From the range that is
 * set aside for benchmarks (RFC 2544), so that it is nobody's.
 */
export function addressOf(host: string): string {
  const [first = 0, second = 0] = createHash('sha256').update(host).digest();
  return `198.18.${first}.${second}`;
}

function resolverClass(resolver: FunctionResolver) {
  return class {
    readonly resolveCname;
    readonly resolve4;
    readonly resolve;

    constructor({ timeout = -1, tries = DEFAULT_PATIENCE.tries }: { timeout?: number; tries?: number } = {}) {
      const timeoutMs = timeout === -1 ? DEFAULT_PATIENCE.timeoutMs : timeout;
      ({
        resolveCname: this.resolveCname,
        resolve4: this.resolve4,
        resolve: this.resolve,
      } = queries(resolver, { timeoutMs, tries }));
    }

    cancel(): void {}

    getServers(): string[] {
      return ['169.254.78.1'];
    }
  };
}

function queries(resolver: FunctionResolver, patience: Patience) {
  const resolveCname = (name: string): Promise<string[]> => asNode(resolver.resolveCname(name, patience));
  const resolve4 = async (name: string): Promise<string[]> => [
    addressOf(await asNode(resolver.resolveHost(name, 'queryA', patience))),
  ];
  const resolve = (name: string, type = 'A'): Promise<string[]> => {
    if (type === 'A') return resolve4(name);
    if (type === 'CNAME') return resolveCname(name);
    return Promise.reject(
      new Error(`DNS records of type ${type} are not modelled by the simulator (docs/SIMULATOR.md)`),
    );
  };
  return { resolveCname, resolve4, resolve };
}

/** libuv's numbers for what getaddrinfo answers; c-ares has none (Node.js, lib/internal/errors.js, DNSException). */
const ERRNO: { readonly [Code in NetworkErrorCode]?: number } = {
  EAI_AGAIN: -3001,
  EAI_FAIL: -3004,
  ENOTFOUND: -3008,
};

/** Rejects with the error that Node's own module would reject with. */
async function asNode<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const { message, code, syscall, hostname } = error;
    const errno = syscall === 'getaddrinfo' ? ERRNO[code] : undefined;
    throw Object.assign(new Error(message), { errno, code, syscall, hostname });
  }
}
