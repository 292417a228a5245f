import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDataStoreOf } from '../../simulator/data/store-of-world';
import type { FaultRule } from '../../simulator/kernel/faults';
import { bringUp, worldOf } from '../../rehearsal/stage/bring-up';
import { Clients } from '../../rehearsal/stage/clients';
import type { Estate } from '../../rehearsal/stage/estate';
import { type FinishedExecution, runToEnd } from '../../rehearsal/stage/execution';
import { readEvidence } from '../../rehearsal/restore-validation/rehearse';
import { ValidationEvidence } from '../../rehearsal/restore-validation/report';
import { firstDueMs } from '../../rehearsal/restore-validation/schedule';
import { REFERENCE_WORKLOAD } from '../../rehearsal/workload/reference';
import type { Region, World } from '../../simulator/world';
import { synthesiseHere } from './support/synthesise-here';

/** Long enough for a backup and its copy. */
const LEAD_MS = 2 * 3_600_000;

export interface Validation {
  readonly execution: FinishedExecution;
  readonly evidence: ValidationEvidence;
}

/** Two regions from the templates of this repository, the workload running, some time before the schedule is due. */
export class ValidationWorld {
  readonly world: World;
  readonly estate: Estate;
  readonly dueMs: number;

  private constructor(world: World, estate: Estate, dueMs: number) {
    this.world = world;
    this.estate = estate;
    this.dueMs = dueMs;
  }

  static async bringUp(
    overrides: unknown = {},
    faultsFrom: (dueAfterMs: number) => readonly FaultRule[] = () => [],
  ): Promise<ValidationWorld> {
    const directory = mkdtempSync(join(tmpdir(), 'pilot-light-scenario-'));
    try {
      const assembly = synthesiseHere(directory, overrides);
      const dueMs = firstDueMs(assembly, Date.UTC(2026, 0, 5));
      const world = worldOf({
        assembly,
        seed: 1,
        durations: 'fast',
        faults: faultsFrom(LEAD_MS),
        startMs: dueMs - LEAD_MS,
      });
      const estate = await bringUp(world, {
        assembly,
        workload: REFERENCE_WORKLOAD,
      });
      new Clients(world, estate.PublicName, REFERENCE_WORKLOAD.client).start();
      return new ValidationWorld(world, estate, dueMs);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  get standby(): Region {
    return this.world.region(this.estate.standbyRegion);
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
    const text = await readEvidence(this.world, this.estate, execution.name);
    return { execution, evidence: ValidationEvidence.parse(JSON.parse(text ?? 'null')) };
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

  async close(): Promise<void> {
    await this.world.scheduler.runToEnd(closeDataStoreOf(this.world));
  }
}
