import { statusOf } from '../../simulator/services/states/execution-record';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { type OrchestrationPrice, priceOf } from '../stage/orchestration-price';
import { readEvidence } from '../restore-validation/rehearse';

export interface Validation {
  readonly name: string;
  readonly startedAt: string;
  readonly status: string;
  /** `none` when no evidence was recorded. */
  readonly verdict: string;
  readonly failedChecks: readonly string[];
  readonly price: OrchestrationPrice;
}

/** Follows the validations that the schedule starts. Asked now and then, because a price is counted from recent calls. */
export class Validations {
  readonly #world: World;
  readonly #estate: Estate;
  readonly #seen = new Map<string, Validation>();

  constructor(world: World, estate: Estate) {
    this.#world = world;
    this.#estate = estate;
  }

  get all(): readonly Validation[] {
    return [...this.#seen.values()];
  }

  /** How many are under way. */
  get running(): number {
    return this.#executions().filter((record) => statusOf(record) === 'RUNNING').length;
  }

  async look(): Promise<void> {
    for (const record of this.#executions()) {
      const { executionArn, executionName: name } = record.identity;
      if (statusOf(record) === 'RUNNING' || this.#seen.has(name)) continue;
      const recorded = await readEvidence(this.#world, this.#estate, { name, arn: executionArn });
      const evidence = recorded.from === 'bucket' ? recorded.evidence : undefined;
      this.#seen.set(name, {
        name,
        startedAt: new Date(record.startedAtMs).toISOString(),
        status: statusOf(record),
        verdict: evidence?.verdict ?? 'none',
        failedChecks: (evidence?.checks ?? []).filter(({ passed }) => !passed).map(({ name: check }) => check),
        price: priceOf(this.#world, this.#estate.standbyRegion, executionArn),
      });
    }
  }

  #executions() {
    return this.#world.region(this.#estate.standbyRegion).states.executions(this.#estate.RestoreValidationArn);
  }
}
