import type { Assumptions } from '../assumptions';
import type { DeployedResources } from '../deployed-resources';
import type { Line } from '../line';

/** One row of the table: what a part of the system costs a month without disaster recovery, and with it. */
export interface Component {
  readonly id: ComponentId;
  readonly name: string;
  readonly before: readonly Line[];
  readonly after: readonly Line[];
  /** One sentence for the table. */
  readonly note: string;
}

export type ComponentId =
  | 'database'
  | 'cache'
  | 'application'
  | 'backups'
  | 'frontend'
  | 'monitoring'
  | 'standing'
  | 'recovery'
  | 'hashes'
  | 'standby';

export interface Question {
  readonly deployed: DeployedResources;
  readonly assume: Assumptions;
}

export const MILLION = 1_000_000;
