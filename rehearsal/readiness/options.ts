import type { StagedOptions } from '../stage/rehearse-on-stage';
import type { Break } from './breaks';

export interface ReadinessOptions extends StagedOptions {
  /** What is broken; undefined: nothing. */
  readonly broken: Break | undefined;
  /** When, from the beginning of virtual time. */
  readonly atMs: number;
}
