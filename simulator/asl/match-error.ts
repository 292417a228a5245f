import { DataLimitExceededError, type ExecutionError, RuntimeError } from './errors';

/**
 * Whether `ErrorEquals` takes this error. `States.ALL` takes neither States.DataLimitExceeded nor States.Runtime;
 * `States.TaskFailed` takes every error except States.Timeout; States.Runtime is never taken (Developer Guide,
 * "Handling errors in Step Functions workflows").
 */
export function matches(names: readonly string[], error: ExecutionError): boolean {
  if (error instanceof RuntimeError) return false;
  const code = error.error;
  return names.some((name) => {
    if (name === code) return true;
    if (error instanceof DataLimitExceededError) return false;
    if (name === 'States.ALL') return true;
    if (name === 'States.TaskFailed') return code !== 'States.Timeout';
    return name === 'States.Timeout' && code === 'States.HeartbeatTimeout';
  });
}
