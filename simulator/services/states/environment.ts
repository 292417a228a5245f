import type { AslEnvironment, Progress } from '../../asl/environment';
import type { TaskTokens } from '../../asl/task-tokens';
import type { Region } from '../../world';
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
