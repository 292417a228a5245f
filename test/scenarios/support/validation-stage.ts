import { readAssembly } from '../../../assembly/read-assembly';
import type { FaultRule } from '../../../simulator/kernel/faults';
import { type FinishedExecution, runToEnd } from '../../../rehearsal/stage/execution';
import { readEvidence } from '../../../rehearsal/restore-validation/rehearse';
import type { ValidationEvidence } from '../../../rehearsal/restore-validation/report';
import { firstDueMs } from '../../../rehearsal/stage/due';
import { VIRTUAL_START_MS } from '../../../rehearsal/stage/options';
import { REFERENCE_WORKLOAD } from '../../../rehearsal/workload/reference';
import { Stage } from '../../../rehearsal/stage/stage';
import { assemblyDirectory } from './assembly';

/** Long enough for a backup and its copy. */
const LEAD_MS = 2 * 3_600_000;

export interface Validation {
  readonly execution: FinishedExecution;
  readonly evidence: ValidationEvidence;
}

/** The workload runs, and some time later the schedule is due. */
export class ValidationStage extends Stage {
  dueMs = 0;

  static async bringUp(
    config: unknown = {},
    faultsFrom: (dueAfterMs: number) => readonly FaultRule[] = () => [],
  ): Promise<ValidationStage> {
    const assembly = readAssembly(await assemblyDirectory(config, 'runtime'));
    const dueMs = firstDueMs('restore-validation', assembly, VIRTUAL_START_MS);
    const stage = new ValidationStage({
      assembly,
      seed: 1,
      durations: 'fast',
      faults: faultsFrom(LEAD_MS),
      startMs: dueMs - LEAD_MS,
      runtimeSdk: true,
    });
    stage.dueMs = dueMs;
    try {
      await stage.deploy(REFERENCE_WORKLOAD);
    } catch (error) {
      await stage.close();
      throw error;
    }
    stage.startClients(REFERENCE_WORKLOAD.client);
    return stage;
  }

  /** What the standby region holds of ours. */
  get clusters(): readonly string[] {
    return [...this.standby.rds.clusters.all.keys()];
  }

  get messages(): readonly { readonly subject: string | undefined; readonly message: string }[] {
    return this.standby.sns.inbox(this.estate.TopicArn);
  }

  /** Lets time pass until the schedule has started a validation, and that has ended. */
  async whenScheduled(): Promise<Validation> {
    const started = () => this.standby.states.executions(this.estate.RestoreValidationArn);
    await this.world.scheduler.run(() => started().length > 0, this.dueMs + 3_600_000);
    const record = started()[0];
    if (record === undefined) throw new Error('the schedule has started nothing');
    return this.finish(record.identity.executionArn);
  }

  /** Starts a validation as a person does. */
  start(name: string, input: unknown = { requestedBy: 'ops', reason: name }): string {
    const { states } = this.standby;
    const machine = states.stateMachine(this.estate.RestoreValidationArn);
    return states.start(machine, name, JSON.stringify(input)).identity.executionArn;
  }

  async finish(executionArn: string): Promise<Validation> {
    const execution = await runToEnd(this.world, this.estate, executionArn);
    const recorded = await readEvidence(this.world, this.estate, execution);
    if (recorded.from !== 'bucket') throw new Error(`${execution.name} left no evidence: ${recorded.why}`);
    return { execution, evidence: recorded.evidence };
  }

  /** Does something when the state is entered for the first time. */
  when(state: string, act: () => void): void {
    let isDone = false;
    this.standby.states.onProgress(({ event, state: entered }) => {
      if (isDone || entered !== state || event !== 'TaskStateEntered') return;
      isDone = true;
      act();
    });
  }
}
