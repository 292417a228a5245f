import { AwsError } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { deliverWithRetries, describeUndelivered, type Undelivered } from '../retry-delivery';
import type { Schedule } from './schedule';

const SCHEDULER = 'scheduler.amazonaws.com';

export type ScheduleTargetKind = 'function' | 'state-machine';

/** What an ARN is as a target; an error that says so for one that is not modelled. */
export function targetKind(arn: string): ScheduleTargetKind {
  const [, , service, , , type] = arn.split(':');
  if (service === 'lambda') return 'function';
  if (service === 'states' && type === 'stateMachine') return 'state-machine';
  throw notModelled(`The EventBridge Scheduler target ${arn}`);
}

/** What is the same in every attempt of one run of a schedule. */
interface Run {
  readonly executionId: string;
  /** `2026-12-01T06:00:00Z` */
  readonly scheduledTime: string;
}

/** Calls the target with the schedule's role until it works or the retries are used up; then writes a dead letter. */
export async function invokeTarget(region: Region, schedule: Schedule, dueMs: number): Promise<void> {
  const { world } = region;
  const executionId = world.random.uuid('scheduler');
  const run: Run = { executionId, scheduledTime: `${new Date(dueMs).toISOString().slice(0, 19)}Z` };
  await world.scheduler.sleep(world.durations.drawMs('eventDelivery'));
  let attempts = 0;
  const undelivered = await deliverWithRetries(world, schedule, () => {
    attempts += 1;
    return call(region, schedule, inputOf(region, schedule, run, attempts));
  });
  if (undelivered === undefined) return;
  const letter = schedule.deadLetterArn === undefined ? 'dropped' : bury(region, schedule, run, undelivered);
  const detail = `scheduler: ${schedule.name} of ${run.scheduledTime} ${letter}: ${undelivered.reason}`;
  world.trace.record({ kind: 'note', detail });
}

async function call(region: Region, schedule: Schedule, input: string): Promise<void> {
  const { targetArn } = schedule;
  const caller = assumeRole(region, schedule);
  switch (targetKind(targetArn)) {
    case 'function':
      await region.world.dispatcher.dispatch({
        region: region.name,
        service: 'lambda',
        operation: 'Invoke',
        input: { FunctionName: targetArn, InvocationType: 'Event', Payload: Buffer.from(input) },
        caller,
      });
      return;
    case 'state-machine':
      await region.world.dispatcher.dispatch({
        region: region.name,
        service: 'states',
        operation: 'StartExecution',
        input: { stateMachineArn: targetArn, input },
        caller,
      });
  }
}

/** A role that trusts Scheduler, for schedules of this group where its trust policy says so. */
function assumeRole(region: Region, { roleArn, group }: Schedule) {
  return region.world.iam.assumeAsService(roleArn, SCHEDULER, { sourceArn: region.schedules.groupArn(group) });
}

/** The input with the context attributes filled in (EventBridge Scheduler User Guide, "Adding context attributes"). */
function inputOf(region: Region, schedule: Schedule, run: Run, attempt: number): string {
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': schedule.arn,
    'scheduled-time': run.scheduledTime,
    'execution-id': run.executionId,
    'attempt-number': String(attempt),
  };
  if (schedule.input !== undefined) {
    return schedule.input.replaceAll(/<aws\.scheduler\.([\w-]+)>/g, (text, name: string) => values[name] ?? text);
  }
  return JSON.stringify({
    version: '0',
    id: run.executionId,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: region.world.accountId,
    time: run.scheduledTime,
    region: region.name,
    resources: [schedule.arn],
    detail: '{}',
  });
}

/** Dead letters are written by the schedule's role (EventBridge Scheduler User Guide, "Configuring a dead-letter queue"). */
function bury(region: Region, schedule: Schedule, run: Run, undelivered: Undelivered): string {
  const queueArn = schedule.deadLetterArn ?? '';
  const attributes = {
    SCHEDULE_ARN: schedule.arn,
    TARGET_ARN: schedule.targetArn,
    SCHEDULED_TIME: run.scheduledTime,
    EXECUTION_ID: run.executionId,
    IS_PAYLOAD_TRUNCATED: 'false',
    ...describeUndelivered(undelivered),
  };
  try {
    const body = inputOf(region, schedule, run, undelivered.retries + 1);
    region.sqs.sendAs(assumeRole(region, schedule), { queueArn, body, attributes });
    return `sent to ${queueArn}`;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `dropped (${error.message})`;
  }
}
