import { Resolver } from 'node:dns/promises';
import { isResolverError, resolverAnswer } from './network-errors';

/** With c-ares' own patience a name server that is silent would outlast the function that asks. */
const PATIENCE = { timeout: 2_000, tries: 2 };

/** The names that a resolver sees a name route to, or what it answered instead: `ENOTFOUND`, `ESERVFAIL`, `ETIMEOUT` … */
export interface Resolution {
  readonly names: readonly string[];
  readonly failure: string | undefined;
}

/** Asks a resolver for the CNAME of a name. Whatever the resolver answers is an answer, and no error. */
export async function resolveName(name: string): Promise<Resolution> {
  try {
    return { names: await new Resolver(PATIENCE).resolveCname(name), failure: undefined };
  } catch (error) {
    if (!isResolverError(error)) throw error;
    return { names: [], failure: resolverAnswer(error) };
  }
}
