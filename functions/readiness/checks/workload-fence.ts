import { shellCommand } from '../../shared/shell-quote';
import { degraded, type ReadinessCheck, ready, whenRead } from '../finding';

/**
 * A rollback keeps the standby from writing by a reserved concurrency of 0, and what put it on takes it off. A failover
 * takes one that was left off by itself, so it is not `not-ready`.
 */
export const workloadFence: ReadinessCheck = {
  name: 'workload-fence',
  judge: ({ fencedFunctions: reading }, { region }) =>
    whenRead(reading, (fenced) => {
      if (fenced.length === 0) return ready('no function of the standby is fenced');
      const commands = fenced.map((name) =>
        shellCommand('aws', 'lambda', 'delete-function-concurrency', '--region', region, '--function-name', name),
      );
      return degraded(
        `reserved concurrency 0 is left on ${fenced.join(', ')}: no request is served there until a failover takes it off`,
        commands.join(' && '),
      );
    }),
};
