import type { MemberFact } from '../shared/cluster-members';
import type { ZoneIncident } from './contract';

/** Everything that was found, at one time. */
export interface ZoneFacts {
  readonly nowMs: number;
  readonly incident: ZoneIncident;
  /** As RDS describes them: who writes is said by nothing else. */
  readonly members: readonly MemberFact[];
  /** In which an instance of the cluster can be created. */
  readonly zones: readonly string[];
  /** When RDS listed events of the category `failover`, since shortly before the incident. */
  readonly listedAtMs: readonly number[];
  /** Whether a statement through the Data API was answered. */
  readonly answers: boolean;
  /** The minutes in which clients met a server error; undefined where no alarm watches them. */
  readonly errorMinutesMs: readonly number[] | undefined;
}
