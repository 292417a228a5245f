import { DataLimitExceededError, RuntimeError } from './errors';
import { MAXIMUM_VARIABLE_BYTES, MAXIMUM_VARIABLE_NAME_LENGTH, MAXIMUM_VARIABLES_BYTES, sizeInBytes } from './quotas';

/**
 * The workflow variables of one scope: the machine, one branch of a Parallel, one iteration of a Map. An inner scope
 * reads the outer ones and cannot assign their names; its own end with it (Developer Guide, "Passing data between
 * states with variables").
 */
export class Variables {
  readonly #outer: Variables | undefined;
  readonly #budget: Budget;
  readonly #own = new Map<string, unknown>();
  /** Made anew after an assignment here or further out. */
  #all: { readonly outer: unknown; readonly values: Readonly<Record<string, unknown>> } | undefined;

  constructor(outer?: Variables) {
    this.#outer = outer;
    this.#budget = outer === undefined ? { bytes: 0 } : outer.#budget;
  }

  /** Every variable that is visible here, by name. */
  all(): Readonly<Record<string, unknown>> {
    const outer = this.#outer?.all();
    if (this.#all === undefined || this.#all.outer !== outer) {
      this.#all = { outer, values: { ...outer, ...Object.fromEntries(this.#own) } };
    }
    return this.#all.values;
  }

  /** Assigns all at once: the values were computed from the variables as they were before. */
  assign(values: Readonly<Record<string, unknown>>, stateName: string): void {
    if (sizeInBytes(values) > MAXIMUM_VARIABLE_BYTES) throw new DataLimitExceededError(stateName);
    for (const [name, value] of Object.entries(values)) {
      this.#check(name, stateName);
      this.#budget.bytes += sizeInBytes(value) - (this.#own.has(name) ? sizeInBytes(this.#own.get(name)) : 0);
      this.#own.set(name, value);
      this.#all = undefined;
    }
    if (this.#budget.bytes > MAXIMUM_VARIABLES_BYTES) throw new DataLimitExceededError(stateName);
  }

  #check(name: string, stateName: string): void {
    if (name.length > MAXIMUM_VARIABLE_NAME_LENGTH) {
      throw new RuntimeError(
        `Variable '${name}' in state '${stateName}': at most ${MAXIMUM_VARIABLE_NAME_LENGTH} characters`,
      );
    }
    if (name === 'states') throw new RuntimeError(`Variable 'states' in state '${stateName}' is reserved`);
    if (this.#outer?.has(name) === true) {
      throw new RuntimeError(
        `Variable '${name}' in state '${stateName}' is assigned in an outer scope; choose another name`,
      );
    }
  }

  has(name: string): boolean {
    return this.#own.has(name) || (this.#outer?.has(name) ?? false);
  }
}

interface Budget {
  bytes: number;
}
