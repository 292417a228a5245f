import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import { answer } from './answer';
import { ask } from './ask';
import type { Reports } from './aws';
import { begin } from './begin';
import type { Environment, Input, Output } from './contract';
import { endHold } from './end-hold';
import { holdMessage } from './failover/hold-message';
import { report } from './report';
import { executionFactsOf, running } from './running';

/** Does what the action asks. */
export async function advance(
  reports: Reports,
  input: Input,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  switch (input.action) {
    case 'begin':
      return await begin(reports, input, surroundings);
    case 'running':
      return running(input, surroundings);
    case 'hold':
      return holdMessage({ ...executionFactsOf(input.execution, surroundings), record: input.record });
    case 'endHold':
      return await endHold(reports, input, surroundings);
    case 'ask':
      return await ask(reports, input, surroundings);
    case 'answer':
      return await answer(reports, input, surroundings);
    case 'report':
      return await report(reports, input, surroundings);
    default:
      return assertNever(input);
  }
}
