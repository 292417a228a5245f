import { type Caches, caches } from './aws/caches';
import { type Stacks, stacks } from './aws/stacks';

/** What is deployed and removed: the activation stack, and the cache that nothing waits for. */
export type Aws = Stacks & Caches;

export const aws: Aws = { ...stacks, ...caches };
