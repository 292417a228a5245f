import { AwsError } from '../../service';
import type { Region } from '../../world';
import { isLostCall, isThrottling } from './resource-failure';
import { untilLight } from './until-light';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** AWS SDK for Java 2.x, ApacheHttpClient: 2 s for a connection, 30 s for an answer. */
const TIMEOUT_MS = { request: 2000, response: 30_000 } as const;

/**
 * Makes a call as a resource handler does, and again while it is throttled, fails inside the service or gets no answer:
 * these are the retriable errors of a handler (CloudFormation CLI User Guide, "Resource type handler error codes"). For
 * how long CloudFormation does so it does not document: `stackHandlerPatience`.
 * @throws what the last attempt came to, when it is refused or patience is over
 */
export async function persist<T>(region: Region, attempt: () => Promise<T>): Promise<T> {
  const { scheduler, durations } = region.world;
  let giveUpAtMs: number | undefined;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    await untilLight(region);
    try {
      return await attempt();
    } catch (error) {
      if (!mayPass(error)) throw error;
      giveUpAtMs ??= scheduler.now() + durations.middleMs('stackHandlerPatience');
      if (isLostCall(error)) await scheduler.sleep(TIMEOUT_MS[error.lost]);
      // While the stack's own region is dark nobody's patience runs out.
      if (region.world.isDark(region.name)) giveUpAtMs = undefined;
      else if (scheduler.now() >= giveUpAtMs) throw error;
      await scheduler.sleep(pauseMs);
    }
  }
}

/** The same for a call that is known beforehand: where nothing can befall it, it is made as it is. */
export function persistAt<T>(
  region: Region,
  { service, operation, at = region.name }: { service: string; operation: string; at?: string | undefined },
  attempt: () => Promise<T>,
): Promise<T> {
  const mayFail = region.world.dispatcher.mayFail({ region: at, service, operation });
  return mayFail ? persist(region, attempt) : attempt();
}

const NOT_IMPLEMENTED = 501;

function mayPass(error: unknown): boolean {
  if (isLostCall(error)) return true;
  if (!(error instanceof AwsError)) return false;
  return isThrottling(error.code) || (error.status >= 500 && error.status !== NOT_IMPLEMENTED);
}
