import type { AslEnvironment, Progress } from '../../asl/environment';
import { ExecutionError, NotModelledError } from '../../asl/errors';
import type { TaskTokens } from '../../asl/task-tokens';
import { AwsError } from '../../service';
import type { Region, World } from '../../world';
import { invokeTask } from './integrations/invoke-task';

/** How often an execution in a dark region looks whether it may go on. */
const DARK_POLL_MS = 5_000;

/** What the interpreter needs, from the simulated world: tasks are calls of other services with the machine's role. */
export function environmentOf(
  region: Region,
  tokens: TaskTokens,
  roleArn: string,
  observe: (progress: Progress) => void,
): AslEnvironment {
  const { world, name } = region;
  const admit = async (): Promise<void> => {
    while (world.isDark(name)) await world.scheduler.sleep(DARK_POLL_MS);
  };
  return {
    scheduler: world.scheduler,
    random: world.random,
    region: name,
    tokens,
    observe,
    admit,
    outlive: (error) => (world.scheduler.outlivesDefects ? outlive(world, error) : undefined),
    async invokeTask(request) {
      await admit();
      try {
        return await invokeTask(region, roleArn, request);
      } finally {
        await admit();
      }
    },
  };
}

/** No name of AWS's, so that nobody takes it for an answer of AWS. No Retry or Catch sees it. */
function outlive({ scheduler }: World, error: unknown): ExecutionError {
  const isNotModelled =
    error instanceof NotModelledError || (error instanceof AwsError && error.code === 'NotModelled');
  if (isNotModelled) return new ExecutionError('Simulator.NotModelled', error.message);
  scheduler.defect(error);
  return new ExecutionError(
    'Simulator.Defect',
    'A bug of the simulator ended this execution; its standard error says where.',
  );
}
