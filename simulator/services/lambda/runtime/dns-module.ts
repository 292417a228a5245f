import { createHash } from 'node:crypto';
import * as nodeDns from 'node:dns';
import type { Resolver } from '../../../network/resolver';
import { restrict } from './restricted-module';

type Lookup = { readonly address: string; readonly family: 4 };

/** `node:dns/promises` over the simulated resolver of the function's environment. */
export function dnsPromisesModule(resolver: Resolver): object {
  const resolveCname = (name: string): Promise<string[]> => resolver.resolveCname(name);
  const resolve4 = async (name: string): Promise<string[]> => [addressOf(await resolver.resolveHost(name))];
  const resolve = (name: string, type = 'A'): Promise<string[]> => {
    if (type === 'A') return resolve4(name);
    if (type === 'CNAME') return resolveCname(name);
    return Promise.reject(
      new Error(`DNS records of type ${type} are not modelled by the simulator (docs/SIMULATOR.md)`),
    );
  };
  const lookup = async (name: string, options?: { all?: boolean }): Promise<Lookup | Lookup[]> => {
    const found: Lookup = { address: addressOf(await resolver.resolveHost(name)), family: 4 };
    return options?.all === true ? [found] : found;
  };
  class FunctionResolver {
    readonly resolveCname = resolveCname;
    readonly resolve4 = resolve4;
    readonly resolve = resolve;
    cancel(): void {}
    getServers(): string[] {
      return ['169.254.78.1'];
    }
  }
  return restrict('node:dns/promises', nodeDns.promises, {
    resolveCname,
    resolve4,
    resolve,
    lookup,
    Resolver: FunctionResolver,
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
