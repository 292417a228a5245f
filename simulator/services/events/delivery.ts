import { AwsError } from '../../service';
import type { Region } from '../../world';
import { deliverWithRetries, describeUndelivered, type Undelivered } from '../retry-delivery';
import type { Event } from './event';
import type { Rule, Target } from './rule';
import { send, targetKind } from './target';
import { targetInput } from './target-input';

/** Delivers an event to every target of a rule, each on its own. */
export function deliver(region: Region, rule: Rule, event: Event, from: 'here' | 'another bus'): void {
  for (const target of rule.targets) {
    if (from === 'another bus' && targetKind(target.arn) === 'event-bus') continue;
    region.world.scheduler.spawn(() => deliverToTarget(region, rule, target, event));
  }
}

/** Retries what may pass, as the target's retry policy says; then the event goes to the dead letters or is lost. */
async function deliverToTarget(region: Region, rule: Rule, target: Target, event: Event): Promise<void> {
  const { world } = region;
  await world.scheduler.sleep(world.durations.drawMs('eventDelivery'));
  const undelivered = await deliverWithRetries(world, target, async () => {
    if (world.isDark(region.name)) throw new AwsError('Timeout', `${region.name} is dark`, { status: 503 });
    await send(region, rule, target, event, targetInput(rule, target, event));
  });
  if (undelivered === undefined) return;
  const letter = target.deadLetterArn === undefined ? 'dropped' : bury(region, rule, target, event, undelivered);
  const what = `${event['detail-type']} for rule ${rule.name}`;
  const detail = `events: ${what} ${letter}: target ${target.arn}: ${undelivered.reason}`;
  world.trace.record({ kind: 'note', detail });
}

/** Sends the event to the target's dead-letter queue, if the queue's policy lets the rule; says what became of it. */
function bury(region: Region, rule: Rule, target: Target, event: Event, undelivered: Undelivered): string {
  const queueArn = target.deadLetterArn ?? '';
  const attributes = { RULE_ARN: rule.arn, TARGET_ARN: target.arn, ...describeUndelivered(undelivered) };
  try {
    const letter = { queueArn, body: JSON.stringify(event), attributes };
    region.sqs.sendAsService(letter, 'events.amazonaws.com', rule.arn);
    return `sent to ${queueArn}`;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `dropped (${error.message})`;
  }
}
