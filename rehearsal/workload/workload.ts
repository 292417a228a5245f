import type { AssemblyStack } from '../../assembly/read-assembly';
import type { HeartbeatColumn } from '../../functions/shared/manifest';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import type { ClientRequestTemplate } from './client-request';

/** The workload that is rehearsed: everything in which one differs from another. */
export interface RehearsedWorkload {
  /** What its clients send through the public name. */
  readonly client: ClientRequestTemplate;
  /** The table whose rows say when they were written; null where it has none. */
  readonly heartbeat: HeartbeatColumn | null;
  /** What its frontend calls its release; null where it does not say. */
  readonly release: string | null;
  /**
   * Makes what stands there before these stacks are deployed.
   * @throws RehearsalOptionsError where they protect another workload
   */
  standUp(world: World, assembly: readonly AssemblyStack[]): Promise<void>;
  /** Puts in what belongs into what the stacks have made. */
  fill(world: World, estate: Estate): Promise<void>;
}
