import { DNS, type DnsCall } from '../kernel/dns-failure';
import type { World } from '../world';
import { parseAwsEndpoint } from './endpoints';
import { DEFAULT_PATIENCE, failureUnder, type Patience, resolverError } from './resolver-failure';

/** A longer chain than this is a loop for every resolver in use. */
const MAXIMUM_CHAIN = 8;
/** The lesser of a zone's SOA TTL and minimum: 900 s and 86400 s (Route 53 Developer Guide, "The SOA record"). */
const NEGATIVE_TTL_SECONDS = 900;

type Answer = { readonly type: string; readonly values: readonly string[]; readonly ttl: number };

/** Who asks: a function of a region, a client, or AWS itself, whose resolvers no fault reaches. */
export type ResolverOwner = { readonly region: string } | 'client' | 'aws';

/**
 * A recursive resolver with a cache of its own, as a client's network or a Lambda environment has: what it has seen, it
 * sees until the time to live is over. Answers come from Route 53's data plane, which no dark region stops. A fault of
 * service `dns` is between the resolver and who asks, so it reaches what is cached as well.
 */
export class Resolver {
  readonly #world: World;
  readonly #owner: ResolverOwner;
  readonly #cache = new Map<string, { readonly answer: Answer | undefined; readonly expiresAtMs: number }>();

  constructor(world: World, owner: ResolverOwner) {
    this.#world = world;
    this.#owner = owner;
  }

  /**
   * The names that `name` is an alias of, one as a rule. Rejects with ENODATA where the name has other records only, and
   * with ENOTFOUND where it has none.
   */
  async resolveCname(name: string, patience: Patience = DEFAULT_PATIENCE): Promise<string[]> {
    await this.#meetFault('queryCname', name, patience);
    const answer = this.#ask(normalise(name), 'CNAME');
    if (answer?.type === 'CNAME') return answer.values.map(normalise);
    const isThere = this.#ask(normalise(name), 'A') !== undefined;
    throw resolverError('queryCname', isThere ? 'ENODATA' : 'ENOTFOUND', name);
  }

  /** Follows CNAMEs and aliases to the host that a client would connect to. */
  async resolveHost(
    name: string,
    call: 'queryA' | 'getaddrinfo' = 'getaddrinfo',
    patience: Patience = DEFAULT_PATIENCE,
  ): Promise<string> {
    let host = normalise(name);
    if (parseAwsEndpoint(host) !== undefined) return host;
    await this.#meetFault(call, name, patience);
    for (let step = 0; step < MAXIMUM_CHAIN; step += 1) {
      const answer = this.#ask(host, 'A');
      const target = answer?.values[0];
      if (target === undefined) throw resolverError(call, 'ENOTFOUND', name);
      host = normalise(target);
      if (answer?.type !== 'CNAME' || parseAwsEndpoint(host) !== undefined) return host;
    }
    throw resolverError(call, 'ENOTFOUND', name);
  }

  async #meetFault(call: DnsCall, name: string, patience: Patience): Promise<void> {
    if (this.#owner === 'aws') return;
    const { faults, scheduler } = this.#world;
    const region = this.#owner === 'client' ? undefined : this.#owner.region;
    const fault = faults.match({ region, service: DNS, operation: call }, scheduler.now());
    if (fault === undefined) return;
    fault.meet();
    const { afterMs, code } = failureUnder(fault, call, patience);
    if (afterMs > 0) await scheduler.sleep(afterMs);
    if (code !== undefined) throw resolverError(call, code, name);
  }

  #ask(name: string, type: 'A' | 'CNAME'): Answer | undefined {
    const key = `${type} ${name}`;
    const now = this.#world.scheduler.now();
    const cached = this.#cache.get(key);
    if (cached !== undefined && cached.expiresAtMs > now) return cached.answer;
    const answer = this.#world.route53.answer(name, type);
    this.#cache.set(key, { answer, expiresAtMs: now + (answer?.ttl ?? NEGATIVE_TTL_SECONDS) * 1000 });
    return answer;
  }
}

function normalise(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
