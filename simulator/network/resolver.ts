import type { World } from '../world';
import { parseAwsEndpoint } from './endpoints';
import { NetworkError, type ResolverCode } from './network-error';

/** A longer chain than this is a loop for every resolver in use. */
const MAXIMUM_CHAIN = 8;
/** The lesser of a zone's SOA TTL and minimum: 900 s and 86400 s (Route 53 Developer Guide, "The SOA record"). */
const NEGATIVE_TTL_SECONDS = 900;

type Answer = { readonly type: string; readonly values: readonly string[]; readonly ttl: number };

/**
 * A recursive resolver with a cache of its own, as a client's network or a Lambda environment has: what it has seen, it
 * sees until the time to live is over. Answers come from Route 53's data plane, which no dark region stops.
 */
export class Resolver {
  readonly #world: World;
  readonly #cache = new Map<string, { readonly answer: Answer | undefined; readonly expiresAtMs: number }>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The names that `name` is an alias of, one as a rule. Rejects with ENOTFOUND where there is no CNAME. */
  async resolveCname(name: string): Promise<string[]> {
    this.#failAsTold('queryCname', name);
    const answer = this.#ask(normalise(name), 'CNAME');
    if (answer?.type !== 'CNAME') throw notFound('queryCname', name);
    return answer.values.map(normalise);
  }

  /** Follows CNAMEs and aliases to the host that a client would connect to. */
  async resolveHost(name: string): Promise<string> {
    this.#failAsTold('getaddrinfo', name);
    let host = normalise(name);
    for (let step = 0; step < MAXIMUM_CHAIN; step += 1) {
      if (parseAwsEndpoint(host) !== undefined) return host;
      const answer = this.#ask(host, 'A');
      const target = answer?.values[0];
      if (target === undefined) throw notFound('getaddrinfo', name);
      host = normalise(target);
      if (answer?.type !== 'CNAME') return host;
    }
    throw notFound('getaddrinfo', name);
  }

  /** getaddrinfo has one code for every trouble of the name servers (POSIX, EAI_AGAIN). */
  #failAsTold(call: 'queryCname' | 'getaddrinfo', name: string): void {
    const code = this.#world.network.resolverFailure;
    if (code === undefined || parseAwsEndpoint(normalise(name)) !== undefined) return;
    throw failure(call, call === 'getaddrinfo' ? 'EAI_AGAIN' : code, name);
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

function notFound(call: string, name: string): NetworkError {
  return failure(call, 'ENOTFOUND', name);
}

function failure(call: string, code: ResolverCode, name: string): NetworkError {
  return new NetworkError(code, name, `${call} ${code} ${name}`, call);
}
