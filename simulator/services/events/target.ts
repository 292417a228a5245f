import { AwsError } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import type { Event } from './event';
import type { Rule, Target } from './rule';

const EVENTS = 'events.amazonaws.com';

export type TargetKind = 'function' | 'state-machine' | 'topic' | 'event-bus';

/** What an ARN is as a target; an error that says so for one that is not modelled. */
export function targetKind(arn: string): TargetKind {
  const [, , service, , , type] = arn.split(':');
  if (service === 'lambda') return 'function';
  if (service === 'states' && type === 'stateMachine') return 'state-machine';
  if (service === 'sns') return 'topic';
  if (service === 'events' && type?.startsWith('event-bus/') === true) return 'event-bus';
  throw notModelled(`The EventBridge target ${arn}`);
}

/** Hands `input` (JSON text) to a target, with the permissions that AWS would ask for. */
export async function send(region: Region, rule: Rule, target: Target, event: Event, input: string): Promise<void> {
  switch (targetKind(target.arn)) {
    case 'function':
      await region.lambda.invokeAsService({
        functionName: target.arn,
        payload: parseInput(input),
        principal: EVENTS,
        sourceArn: rule.arn,
      });
      return;
    case 'state-machine':
      await region.world.dispatcher.dispatch({
        region: regionOf(target.arn),
        service: 'states',
        operation: 'StartExecution',
        input: { stateMachineArn: target.arn, input: JSON.stringify(parseInput(input)) },
        caller: region.world.iam.assumeAsService(roleOf(target), EVENTS, { sourceArn: rule.arn }),
      });
      return;
    case 'topic':
      region.sns.publishAsService({ topicArn: target.arn, message: input }, EVENTS, rule.arn);
      return;
    case 'event-bus':
      forward(region, rule, target, event);
  }
}

/** An event goes to a bus in another region as it is: its source, time and region stay. */
function forward(region: Region, rule: Rule, target: Target, event: Event): void {
  const { world } = region;
  const name = regionOf(target.arn);
  if (world.isDark(name)) throw new AwsError('ServiceUnavailable', `events in ${name} is unreachable`, { status: 503 });
  const role = world.iam.assumeAsService(roleOf(target), EVENTS, { sourceArn: rule.arn });
  world.iam.authorize(role, [{ action: 'events:PutEvents', resource: target.arn }], name, 'events');
  const busName = target.arn.slice(target.arn.indexOf('/') + 1);
  const other = world.region(name).events;
  if (!other.hasBus(busName)) {
    throw new AwsError('ResourceNotFoundException', `Event bus ${busName} does not exist in ${name}.`);
  }
  other.accept(busName, event, 'another bus');
}

function roleOf({ arn, roleArn }: Target): string {
  if (roleArn !== undefined) return roleArn;
  throw new AwsError('ValidationException', `RoleArn is required for target ${arn}.`);
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

function parseInput(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    throw new AwsError('ValidationException', `The input of the target is not JSON: ${input}`);
  }
}
