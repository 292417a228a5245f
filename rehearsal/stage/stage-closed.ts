import type { World } from '../../simulator/world';

type Listener = (closed: { readonly world: World }) => void;

const listeners = new Set<Listener>();

/**
 * Calls the listener with every stage of this process that is closed. A module of its own, so that whoever listens, as
 * each file of tests does, does not load the simulator with it.
 */
export function onStageClosed(listener: Listener): void {
  listeners.add(listener);
}

export function stageClosed(stage: { readonly world: World }): void {
  for (const listener of listeners) listener(stage);
}
