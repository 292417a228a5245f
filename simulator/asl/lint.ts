import type { MachineDefinition } from './definition';
import { InvalidDefinitionError, NotModelledError } from './errors';
import { checkFlow } from './lint/check-flow';
import { checkGuards } from './lint/check-guards';
import { checkExpressions } from './lint/check-expressions';
import type { LintProblem } from './lint/problem';
import { parseDefinition } from './parse-definition';

/**
 * Checks a state machine without running it: what AWS would refuse, and, where it would refuse nothing, what would fail at
 * run time, and the house rules.
 */
export function lint(document: unknown): readonly LintProblem[] {
  let machine: MachineDefinition;
  try {
    machine = parseDefinition(document);
  } catch (error) {
    if (error instanceof NotModelledError) return [{ path: '', rule: 'definition', message: error.message }];
    if (!(error instanceof InvalidDefinitionError)) throw error;
    return error.diagnostics.map(({ code, message, location = '/' }) => ({
      path: location.slice(1),
      rule: 'definition',
      message: `${code}: ${message}`,
    }));
  }
  return [...checkExpressions(machine), ...checkFlow(machine), ...checkGuards(machine)];
}
