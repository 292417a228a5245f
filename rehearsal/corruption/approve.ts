import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { Operator } from '../stage/operator';
import { retryOutage } from '../stage/retry-outage';

/** How long a person takes to read the question. */
const THINKS_MS = 4 * 60_000;

/** How the subjects of the two questions go on. */
export const QUESTIONS = { rows: /: approve bringing back /, search: /: approve a search with / } as const;

/** Answers the question of this execution when it comes, with the command that is in its mail. */
export function approveWhenAsked(world: World, estate: Estate, asked: keyof typeof QUESTIONS = 'rows'): void {
  const { sns } = world.region(estate.standbyRegion);
  world.scheduler.spawn(async () => {
    for (;;) {
      const question = sns.inbox(estate.TopicArn).find(({ subject = '' }) => QUESTIONS[asked].test(subject));
      if (question !== undefined) {
        await world.scheduler.sleep(THINKS_MS);
        const [, name = '', payload = ''] =
          /Approve:\naws lambda invoke [^\n]*--function-name (\S+) [^\n]*--payload '([^']*)'/.exec(question.message) ??
          [];
        const command = { FunctionName: name, Payload: Buffer.from(payload.replace('YOUR NAME', 'ops')) };
        await retryOutage(world, () =>
          new Operator(world).lambda(estate.standbyRegion).send(new InvokeCommand(command)),
        );
        return;
      }
      await world.scheduler.sleep(30_000);
      if (isOver(world, estate)) return;
    }
  });
}

function isOver(world: World, estate: Estate): boolean {
  const { states } = world.region(estate.standbyRegion);
  const executions = states.executions(estate.CorruptionRecoveryArn);
  return executions.length > 0 && executions.every(({ result }) => result !== undefined);
}
