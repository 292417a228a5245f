import type { MachineDefinition, State, TaskState } from '../definition';
import { statesOf } from './fragments';
import type { LintProblem } from './problem';

/**
 * What keeps a machine from hanging or from failing in silence: `States.ALL` alone and last (AWS refuses it otherwise),
 * a heartbeat shorter than its timeout, and the house rules: every Task with TimeoutSeconds, Retry and Catch, every wait
 * for a token with HeartbeatSeconds, every machine with TimeoutSeconds.
 */
export function checkGuards(machine: MachineDefinition): readonly LintProblem[] {
  const problems: LintProblem[] = [...statesOf(machine)].flatMap(({ state, path }) => [
    ...checkStatesAll(state, path),
    ...(state.Type === 'Task' ? checkTask(state, path) : []),
  ]);
  if (machine.TimeoutSeconds === undefined) {
    problems.push({ path: '', rule: 'machine-timeout', message: 'the machine has no TimeoutSeconds' });
  }
  return problems;
}

function checkStatesAll(state: State, path: string): readonly LintProblem[] {
  const lists = [
    ['Retry', 'Retry' in state ? (state.Retry ?? []) : []],
    ['Catch', 'Catch' in state ? (state.Catch ?? []) : []],
  ] as const;
  return lists.flatMap(([field, entries]) =>
    entries.flatMap(({ ErrorEquals }, index) => {
      if (!ErrorEquals.includes('States.ALL')) return [];
      const isAlone = ErrorEquals.length === 1;
      if (isAlone && index === entries.length - 1) return [];
      const message = isAlone
        ? 'States.ALL must be in the last entry'
        : 'States.ALL must be the only error of its entry';
      return [{ path: `${path}/${field}[${index}]`, rule: 'states-all' as const, message }];
    }),
  );
}

function checkTask(task: TaskState, path: string): readonly LintProblem[] {
  const missing = (['TimeoutSeconds', 'Retry', 'Catch'] as const).filter((field) => task[field] === undefined);
  const problems: LintProblem[] = missing.map((field) => ({
    path,
    rule: 'task-guards',
    message: `the Task has no ${field}`,
  }));
  if (task.Resource.endsWith('.waitForTaskToken') && task.HeartbeatSeconds === undefined) {
    problems.push({ path, rule: 'heartbeat', message: 'the Task waits for a token without HeartbeatSeconds' });
  }
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = task;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    const message = `HeartbeatSeconds (${heartbeat}) must be smaller than TimeoutSeconds (${timeout})`;
    problems.push({ path: `${path}/HeartbeatSeconds`, rule: 'heartbeat', message });
  }
  return problems;
}
