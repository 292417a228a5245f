import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Reports } from './aws';
import { Environment, Input, Output } from './contract';

/** Parses what an execution is asked for, and writes all that is said of it: verdict, evidence, messages, next actions. */
export const build = (reports: Reports, now?: () => number) =>
  createHandler({
    name: 'reportExecution',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(reports, input, surroundings),
  });

export const handler = build(aws);
