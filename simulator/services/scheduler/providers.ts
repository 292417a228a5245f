import * as z from 'zod';
import { AwsError, type Access } from '../../service';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { parseProperties, TagList, TemplateNumber } from '../provider-properties';
import { parseExpression } from './expression';
import { targetKind } from './invocation';

const TargetProperties = z.strictObject({
  Arn: z.string(),
  RoleArn: z.string(),
  Input: z.string().optional(),
  RetryPolicy: z
    .strictObject({
      MaximumEventAgeInSeconds: TemplateNumber.pipe(z.number().min(60).max(86_400)).optional(),
      MaximumRetryAttempts: TemplateNumber.pipe(z.number().min(0).max(185)).optional(),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
});

const ScheduleProperties = z.strictObject({
  Name: z.string().optional(),
  GroupName: z.string().default('default'),
  Description: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  StartDate: z.iso.datetime().optional(),
  EndDate: z.iso.datetime().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF', 'only "OFF": an invocation is due when it is due') }),
  Target: TargetProperties,
});

const schedule: ResourceProvider = {
  type: 'AWS::Scheduler::Schedule',
  calls: { service: 'scheduler', create: ['CreateSchedule'], update: ['UpdateSchedule'], delete: ['DeleteSchedule'] },
  access(request, change) {
    const { Name, GroupName, Target } = parseProperties(schedule.type, ScheduleProperties, request.properties);
    const resource = request.region.schedules.arn(GroupName, Name ?? `${request.stackName}-*`);
    if (change === 'delete') return [{ action: 'scheduler:DeleteSchedule', resource }];
    const action = change === 'create' ? 'scheduler:CreateSchedule' : 'scheduler:UpdateSchedule';
    const conditions = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
    return [
      { action, resource },
      { action: 'scheduler:GetSchedule', resource },
      { action: 'iam:PassRole', resource: Target.RoleArn, conditions },
    ];
  },
  create(request) {
    const { Name } = parseProperties(schedule.type, ScheduleProperties, request.properties);
    return putSchedule(request, Name ?? request.generateName(64));
  },
  update: (request) => putSchedule(request, request.physicalId),
  delete(request) {
    const { GroupName } = parseProperties(schedule.type, ScheduleProperties, request.previousProperties);
    const { schedules } = request.region;
    schedules.remove(schedules.arn(GroupName, request.physicalId));
  },
};

const GroupProperties = z.strictObject({ Name: z.string().optional(), Tags: TagList.optional() });

const scheduleGroup: ResourceProvider = {
  type: 'AWS::Scheduler::ScheduleGroup',
  calls: { service: 'scheduler', create: ['CreateScheduleGroup'], delete: ['DeleteScheduleGroup'] },
  access(request, change): readonly Access[] {
    const { Name } = parseProperties(scheduleGroup.type, GroupProperties, request.properties);
    const action = change === 'delete' ? 'scheduler:DeleteScheduleGroup' : 'scheduler:CreateScheduleGroup';
    return [{ action, resource: request.region.schedules.groupArn(Name ?? `${request.stackName}-*`) }];
  },
  create(request) {
    const { Name = request.generateName(64) } = parseProperties(
      scheduleGroup.type,
      GroupProperties,
      request.properties,
    );
    const { schedules } = request.region;
    schedules.createGroup(Name);
    return { physicalId: Name, attributes: { Arn: schedules.groupArn(Name) } };
  },
  delete(request) {
    request.region.schedules.deleteGroup(request.physicalId);
  },
};

export const providers: readonly ResourceProvider[] = [schedule, scheduleGroup];

function putSchedule(request: ProviderRequest, name: string): ProviderResult {
  const properties = parseProperties(schedule.type, ScheduleProperties, request.properties);
  const { GroupName: group, ScheduleExpression: expression, Target: target } = properties;
  requireTargetHere(request, target);
  const arn = request.region.schedules.arn(group, name);
  request.region.schedules.put({
    name,
    group,
    arn,
    enabled: properties.State === 'ENABLED',
    expression,
    timetable: parseExpression(expression, properties.ScheduleExpressionTimezone),
    startMs: properties.StartDate === undefined ? undefined : Date.parse(properties.StartDate),
    endMs: properties.EndDate === undefined ? undefined : Date.parse(properties.EndDate),
    targetArn: target.Arn,
    roleArn: target.RoleArn,
    input: target.Input,
    deadLetterArn: target.DeadLetterConfig?.Arn,
    // The defaults of Scheduler (CloudFormation, AWS::Scheduler::Schedule RetryPolicy): 185 attempts within 24 hours.
    maximumRetryAttempts: target.RetryPolicy?.MaximumRetryAttempts ?? 185,
    maximumEventAgeSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400,
  });
  return { physicalId: name, attributes: { Arn: arn } };
}

/** Target and dead letters are in the schedule's own region; what goes into a state machine is JSON. */
function requireTargetHere(request: ProviderRequest, target: z.infer<typeof TargetProperties>): void {
  const kind = targetKind(target.Arn);
  for (const arn of [target.Arn, target.DeadLetterConfig?.Arn]) {
    if (arn !== undefined && arn.split(':')[3] !== request.region.name) {
      throw new AwsError('ValidationException', `${arn} is not in ${request.region.name}.`);
    }
  }
  if (target.Input === undefined || kind === 'function') return;
  try {
    JSON.parse(target.Input);
  } catch {
    throw new AwsError('ValidationException', `Invalid target Input: it is not JSON: ${target.Input}`);
  }
}
