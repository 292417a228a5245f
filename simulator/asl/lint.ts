import type { MachineDefinition } from './definition';
import { InvalidDefinitionError, NotModelledError } from './errors';
import { checkFlow } from './lint/check-flow';
import { checkGuards } from './lint/check-guards';
import { checkExpressions } from './lint/check-expressions';
import { checkReachability } from './lint/check-reachability';
import { parseDefinition } from './parse-definition';

/** One thing that is wrong in a state machine. */
export interface Finding {
  /** Where: `States/RestoreAurora/Arguments/Payload`. */
  readonly path: string;
  readonly rule: Rule;
  readonly message: string;
}

export type Rule =
  | 'definition'
  | 'expression-delimiters'
  | 'expression-syntax'
  | 'static-field'
  | 'eval'
  | 'unknown-function'
  | 'undefined-variable'
  | 'states-member'
  | 'assign-outer-variable'
  | 'states-all'
  | 'heartbeat'
  | 'task-guards'
  | 'machine-timeout'
  | 'unreachable-state';

/** Checks a state machine without running it: what AWS would refuse, what would fail at run time, and the house rules. */
export function lint(document: unknown): readonly Finding[] {
  let machine: MachineDefinition;
  try {
    machine = parseDefinition(document);
  } catch (error) {
    if (!(error instanceof InvalidDefinitionError || error instanceof NotModelledError)) throw error;
    return [{ path: '', rule: 'definition', message: error.message }];
  }
  return [...checkExpressions(machine), ...checkFlow(machine), ...checkGuards(machine), ...checkReachability(machine)];
}
