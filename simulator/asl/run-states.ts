import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Fragment, State } from './definition';
import { RuntimeError } from './errors';
import { text, whole } from './history';
import type { Run } from './run';
import type { StateExit } from './state-exit';
import { Step } from './step';
import { runChoice } from './states/choice';
import { runFail } from './states/fail';
import { runMap } from './states/map';
import { runParallel } from './states/parallel';
import { runPass } from './states/pass';
import { runSucceed } from './states/succeed';
import { runTask } from './states/task';
import { runWait } from './states/wait';
import { append, appendAside, type Thread } from './thread';
import { stopIfAborted, unlessAborted } from './waiting';

/** Runs states from StartAt until one ends the thread, and gives its output. */
export async function runStates(run: Run, thread: Thread, fragment: Fragment, input: unknown): Promise<unknown> {
  let name = fragment.StartAt;
  let current = input;
  for (;;) {
    await unlessAborted(run.environment.admit?.() ?? Promise.resolve(), thread.signal);
    stopIfAborted(thread.signal);
    const state = fragment.States[name];
    if (state === undefined) throw new RuntimeError(`There is no state '${name}'`);
    const { output, next } = await runState(run, thread, name, state, current);
    if (next === undefined) return output;
    name = next;
    current = output;
  }
}

async function runState(run: Run, thread: Thread, name: string, state: State, input: unknown): Promise<StateExit> {
  const beforeId = thread.previousEventId;
  const id = append(thread, `${state.Type}StateEntered`, {
    stateEnteredEventDetails: { input: text(input), inputDetails: whole, name },
  });
  run.countTransition();
  observe(run, thread, `${state.Type}StateEntered`, name);
  const step = new Step(run, thread, name, input, { id, beforeId });
  let exit: StateExit;
  try {
    exit = await dispatch(step, state);
  } catch (error) {
    recordAbort(run, thread, name, state);
    throw error;
  }
  recordExit(step, state, exit);
  return exit;
}

function dispatch(step: Step, state: State): Promise<StateExit> {
  switch (state.Type) {
    case 'Task':
      return runTask(step, state);
    case 'Pass':
      return runPass(step, state);
    case 'Choice':
      return runChoice(step, state);
    case 'Wait':
      return runWait(step, state);
    case 'Parallel':
      return runParallel(step, state);
    case 'Map':
      return runMap(step, state);
    case 'Succeed':
      return runSucceed(step, state);
    case 'Fail':
      return runFail(step, state);
  }
}

function recordExit({ run, thread, name }: Step, state: State, { output, assigned }: StateExit): void {
  if (state.Type === 'Fail') return;
  append(thread, `${state.Type}StateExited`, {
    stateExitedEventDetails: {
      name,
      output: text(output),
      outputDetails: whole,
      ...(assigned === undefined ? {} : { assignedVariables: asTexts(assigned), assignedVariablesDetails: whole }),
    },
  });
  observe(run, thread, `${state.Type}StateExited`, name);
}

const ABORTED: Partial<Record<State['Type'], HistoryEventType>> = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Parallel: 'ParallelStateAborted',
  Map: 'MapStateAborted',
};

/** AWS closes a state that will not exit when it stands inside a Parallel or a Map; at the top it just ends. */
function recordAbort(run: Run, thread: Thread, name: string, state: State): void {
  const type = ABORTED[state.Type];
  const enclosing = thread.place.at(-1);
  if (type === undefined || enclosing === undefined) return;
  if (enclosing.kind === 'item' && !thread.signal.aborted) return;
  appendAside(thread, type);
  observe(run, thread, type, name);
}

function observe(run: Run, thread: Thread, event: string, state: string): void {
  run.environment.observe?.({ event, state, place: thread.place });
}

function asTexts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));
}
