import type * as z from 'zod';
import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import { apply } from './apply';
import type { Repair } from './aws';
import type { Environment, Input, Output } from './contract';
import { plan } from './plan';
import { undo } from './undo';

/** One action a file. */
export async function advance(
  repair: Repair,
  input: Input,
  surroundings: Surroundings<Environment>,
): Promise<z.input<typeof Output>> {
  switch (input.action) {
    case 'plan':
      return await plan(repair, input, surroundings);
    case 'apply':
      return await apply(repair, input, surroundings);
    case 'undo':
      return await undo(repair, input, surroundings);
    default:
      return assertNever(input);
  }
}
