import type { MachineDefinition, TaskState } from '../definition';
import { statesOf } from './fragments';
import type { LintProblem } from './problem';

/**
 * The house rules, which keep a machine from hanging or from failing in silence: every Task with TimeoutSeconds, Retry
 * and Catch, every wait for a token with HeartbeatSeconds, every machine with TimeoutSeconds.
 */
export function checkGuards(machine: MachineDefinition): readonly LintProblem[] {
  const problems: LintProblem[] = [...statesOf(machine)].flatMap(({ state, path }) =>
    state.Type === 'Task' ? checkTask(state, path) : [],
  );
  if (machine.TimeoutSeconds === undefined) {
    problems.push({ path: '', rule: 'machine-timeout', message: 'the machine has no TimeoutSeconds' });
  }
  return problems;
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
  return problems;
}
