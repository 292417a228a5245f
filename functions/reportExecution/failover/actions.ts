import type { Action, ActionFacts, Build } from './action';
import type { ActionName } from './action-names';
import { INSPECTIONS } from './inspection-actions';
import { REPAIRS, TRAFFIC } from './repair-actions';
import { RESTARTS } from './restart-actions';

const ACTIONS: Readonly<Record<ActionName, Build>> = { ...RESTARTS, ...INSPECTIONS, ...REPAIRS, ...TRAFFIC };

/** Those of the actions that can be done, in their order. */
export function actionsOf(names: readonly ActionName[], facts: ActionFacts): readonly Action[] {
  return [...new Set(names)].flatMap((name) => ACTIONS[name](facts) ?? []);
}

/** As the evidence has it: one text. */
export function actionText({ sentence, command }: Action): string {
  return command === null ? `${sentence}.` : `${sentence}: ${command}`;
}
