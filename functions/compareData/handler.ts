import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Clusters } from './aws';
import { Environment, Input, Output } from './contract';

/** Compares a restored cluster with the live one, table by table and by key: rows deleted, changed and added since. */
export const build = (clusters: Clusters, now?: () => number) =>
  createHandler({
    name: 'compareData',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(clusters, input, surroundings),
  });

export const handler = build(aws);
