import { Branches } from '../branches';
import type { ParallelState } from '../definition';
import { produce } from '../output-and-assign';
import { recover } from '../recovery';
import type { StateExit } from '../state-exit';
import type { Step } from '../step';
import { append, appendAside, type Thread } from '../thread';

/** Runs its branches at the same time; the first failure stops the others and is the state's own. */
export function runParallel(step: Step, state: ParallelState): Promise<StateExit> {
  return recover(step, state, async () => {
    const input = state.Arguments === undefined ? step.input : await step.fill(state.Arguments, 'Arguments');
    append(step.thread, 'ParallelStateStarted');
    const branches = new Branches(step);
    let last: Thread | undefined;
    const lines = state.Branches.map((branch, index) => async () => {
      const thread = branches.thread({ state: step.name, kind: 'branch', index }, step.thread.mapItem);
      try {
        return await step.run.runStates(thread, branch, input);
      } catch (error) {
        if (!thread.signal.aborted) step.thread.previousEventId = thread.previousEventId;
        throw error;
      } finally {
        if (!thread.signal.aborted) last = thread;
      }
    });
    const result = await branches.all(lines);
    if (last !== undefined) step.thread.previousEventId = last.previousEventId;
    appendAside(step.thread, 'ParallelStateSucceeded');
    return { ...(await produce(step, state, result, { result })), next: state.Next };
  });
}
