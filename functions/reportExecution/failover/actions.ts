import { type Action, actionsOf } from '../common/action';
import type { ActionFacts, Build } from './action';
import type { ActionName } from './action-names';
import { INSPECTIONS } from './inspection-actions';
import { REPAIRS, TRAFFIC } from './repair-actions';
import { RESTARTS } from './restart-actions';

const ACTIONS: Readonly<Record<ActionName, Build>> = { ...RESTARTS, ...INSPECTIONS, ...REPAIRS, ...TRAFFIC };

/** Those of the actions that can be done, in their order. */
export function failoverActions(names: readonly ActionName[], facts: ActionFacts): readonly Action[] {
  return actionsOf(ACTIONS, names, facts);
}
