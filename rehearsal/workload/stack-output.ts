import type { StackOutput, WorkloadStack } from './workload-stack';

/** The stack that `output` names: one that is deployed before, in the same region if there are several of that name. */
export function stackOfOutput(
  { output }: StackOutput,
  region: string,
  earlier: readonly WorkloadStack[],
): { readonly stack: WorkloadStack; readonly name: string } | undefined {
  const [stackName = '', name = ''] = output.split('.');
  const named = earlier.filter((stack) => stack.name === stackName);
  const stack = named.find((candidate) => candidate.region === region) ?? named[0];
  return stack === undefined ? undefined : { stack, name };
}
