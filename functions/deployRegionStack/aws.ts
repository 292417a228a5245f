import { type Caches, caches } from './aws/caches';
import { type Functions, functions } from './aws/functions';
import { type Stacks, stacks } from './aws/stacks';

/** What is deployed and removed: the activation stack with its functions, and the cache that nothing waits for. */
export type Aws = Stacks & Functions & Caches;

export const aws: Aws = { ...stacks, ...functions, ...caches };
