import { createHandler } from '../shared/create-handler';
import { aws, type SwitchDecision } from './aws';
import { Environment, Input, Output } from './contract';
import { decideAnswer } from './decide';

/**
 * Says to Route 53's health checkers which region serves, as `updateRoute53` has written it down. It decides nothing, and
 * where it cannot read the decision it fails: no answer moves traffic.
 */
export const build = (decision: SwitchDecision) =>
  createHandler({
    name: 'answerSwitch',
    input: Input,
    output: Output,
    environment: Environment,
    run: async (_, { environment }) => decideAnswer(await decision.serves(environment.LOCK_TABLE_NAME)),
  });

export const handler = build(aws);
