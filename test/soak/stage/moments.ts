import type { FailoverStage } from '../../scenarios/support/failover-stage';
import type { Moment, Workflow } from '../play';

/** Does something at moments of the executions of one workflow. */
export class Moments {
  readonly #waiting: { readonly moment: Moment; readonly act: (executionArn: string) => void; entries: number }[] = [];

  constructor(stage: FailoverStage, workflow: Workflow) {
    const machine = machineName(stage, workflow);
    stage.standby.states.onProgress(({ event, state, executionArn }) => {
      if (!event.endsWith('StateEntered') || !executionArn.includes(`:${machine}:`)) return;
      for (let index = this.#waiting.length - 1; index >= 0; index -= 1) {
        const entry = this.#waiting[index];
        if (entry === undefined || entry.moment.state !== state) continue;
        entry.entries += 1;
        if (entry.entries < (entry.moment.nth ?? 1)) continue;
        this.#waiting.splice(index, 1);
        // At once: the state's own call comes in the same instant.
        if (entry.moment.afterMs === 0) entry.act(executionArn);
        else stage.world.scheduler.after(entry.moment.afterMs, () => entry.act(executionArn));
      }
    });
  }

  /** When the state is entered so many times from now on, or that much later. */
  at(moment: Moment, act: (executionArn: string) => void): void {
    this.#waiting.push({ moment, act, entries: 0 });
  }

  /** Nothing that has not begun begins any more. */
  forgetAll(): void {
    this.#waiting.length = 0;
  }
}

export function machineArn({ estate }: FailoverStage, workflow: Workflow): string {
  if (workflow === 'restore-validation') return estate.RestoreValidationArn;
  if (workflow === 'backup-failure') return estate.BackupFailureNotificationArn;
  return estate.RegionalFailoverArn;
}

function machineName(stage: FailoverStage, workflow: Workflow): string {
  return machineArn(stage, workflow).split(':').at(-1) ?? '';
}
