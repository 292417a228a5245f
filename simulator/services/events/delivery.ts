import { AwsError } from '../../service';
import type { Region } from '../../world';
import type { Event } from './event';
import type { Rule, Target } from './rule';
import { send, targetKind } from './target';
import { targetInput } from './target-input';

/** The first wait before a retry; it doubles with each, up to the longest. AWS documents back-off, not its figures. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 600_000;

/** Delivers an event to every target of a rule, each on its own. */
export function deliver(region: Region, rule: Rule, event: Event, from: 'here' | 'another bus'): void {
  for (const target of rule.targets) {
    if (from === 'another bus' && targetKind(target.arn) === 'event-bus') continue;
    region.world.scheduler.spawn(() => deliverToTarget(region, rule, target, event));
  }
}

/** Retries what may pass, as the target's retry policy says; then the event is dropped, and the trace tells why. */
async function deliverToTarget(region: Region, rule: Rule, target: Target, event: Event): Promise<void> {
  const { world } = region;
  const deadlineMs = world.scheduler.now() + target.maximumEventAgeSeconds * 1000;
  await world.scheduler.sleep(world.durations.drawMs('eventDelivery'));
  for (let attempt = 0; ; attempt += 1) {
    const failure = await attemptDelivery(region, rule, target, event);
    if (failure === undefined) return;
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** attempt, LONGEST_RETRY_MS);
    const mayRetry = failure.mayPass && attempt < target.maximumRetryAttempts;
    if (!mayRetry || world.scheduler.now() + waitMs > deadlineMs) {
      const letter = target.deadLetterArn === undefined ? 'dropped' : `sent to ${target.deadLetterArn}`;
      const detail = `events: ${event['detail-type']} for rule ${rule.name} ${letter}: target ${target.arn}: ${failure.reason}`;
      world.trace.record({ kind: 'note', detail });
      return;
    }
    await world.scheduler.sleep(waitMs);
  }
}

interface Failure {
  readonly reason: string;
  readonly mayPass: boolean;
}

async function attemptDelivery(region: Region, rule: Rule, target: Target, event: Event): Promise<Failure | undefined> {
  if (region.world.isDark(region.name)) return { reason: `${region.name} is dark`, mayPass: true };
  try {
    await send(region, rule, target, event, targetInput(rule, target, event));
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'UnreachableError') return { reason: error.message, mayPass: true };
    if (!(error instanceof AwsError)) throw error;
    const mayPass = error.status >= 500 || error.status === 429 || error.code.startsWith('Throttling');
    return { reason: error.message, mayPass };
  }
}
