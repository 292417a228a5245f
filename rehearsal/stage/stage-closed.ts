import type { World } from '../../simulator/world';

type Listener = (closed: { readonly world: World }) => void;

let listener: Listener = () => undefined;

/**
 * Calls the listener with every stage of this process that is closed, in place of an earlier listener. A module of its
 * own, so that whoever listens, as each file of tests does, does not load the simulator with it.
 */
export function onStageClosed(listening: Listener): void {
  listener = listening;
}

export function stageClosed(stage: { readonly world: World }): void {
  listener(stage);
}
