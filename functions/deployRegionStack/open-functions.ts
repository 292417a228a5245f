import type { Aws } from './aws';
import type { Environment, Output } from './contract';

/**
 * Takes the fence off the workload's functions: a rollback sets their reserved concurrency to 0, and a function that may
 * not run answers 503 to every smoke test. A concurrency that lets requests through is the team's own, and stays.
 */
export async function openFunctions(aws: Aws, environment: Environment, output: Output): Promise<Output> {
  if (output.phase !== 'ready') return output;
  const names = environment.FUNCTION_NAMES;
  const reserved = await Promise.all(names.map((name) => aws.reservedConcurrency(name)));
  const fenced = names.filter((_, index) => reserved[index] === 0);
  for (const name of fenced) await aws.releaseConcurrency(name);
  if (fenced.length === 0) return output;
  return {
    ...output,
    detail: `${output.detail}; took reserved concurrency 0, left by a rollback, off ${fenced.join(', ')}`,
  };
}
