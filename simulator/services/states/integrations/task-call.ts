import type { TaskRequest } from '../../../asl/environment';
import type { Region } from '../../../world';

/** What an integration gets: the evaluated Arguments, and how to call other services with the machine's role. */
export interface TaskCall {
  readonly region: Region;
  readonly request: TaskRequest;
  /** Calls another service in this region, or in the region of a global service. */
  call(signingName: string, operation: string, input: unknown, region?: string): Promise<unknown>;
}
