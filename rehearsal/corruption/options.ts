import type { StagedOptions } from '../stage/rehearse-on-stage';

export const MODES = ['inspect', 'rows', 'export'] as const;
export type CorruptionMode = (typeof MODES)[number];

/** What goes wrong: each is one statement or one transaction of a client. */
export const DAMAGES = ['delete', 'update', 'drop', 'migration'] as const;
export type Damage = (typeof DAMAGES)[number];

export interface CorruptionOptions extends StagedOptions {
  readonly mode: CorruptionMode;
  readonly damage: Damage;
  /** When the damage is done, from the start of virtual time. */
  readonly damageAtMs: number;
  /** Nobody knows the moment: it is searched for, and is drawn from the seed. @default false */
  readonly find?: boolean | undefined;
  /** Rows of the parent table. @default ORDERS */
  readonly orders?: number | undefined;
}

export const DEFAULT_DAMAGE_AT_MS = 75 * 60_000;
/** How long the range is that is searched. */
export const SEARCHED_MS = 4 * 3_600_000;
export const ORDERS = 1_000;
