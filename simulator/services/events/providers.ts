import * as z from 'zod';
import { AwsError, type Access } from '../../service';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { parseProperties, TagList, TemplateNumber } from '../provider-properties';
import { otherRegionOf } from '../other-region';
import { crossRegionCall } from './cross-region-call';
import { compilePattern } from './pattern';
import type { Target } from './rule';
import { parseSchedule } from './schedule-expression';
import { targetKind } from './target';
import { parsePath } from './target-input';

const TargetProperties = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
    .optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: TemplateNumber.optional(),
      MaximumEventAgeInSeconds: TemplateNumber.optional(),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
});

const RuleProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string().default('default'),
  EventPattern: z.unknown().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(TargetProperties).max(5, 'a rule has at most 5 targets').default([]),
  Tags: TagList.optional(),
});

const rule: ResourceProvider = {
  type: 'AWS::Events::Rule',
  calls: {
    service: 'events',
    create: ['PutRule', 'PutTargets'],
    update: ['PutRule', 'PutTargets'],
    delete: ['DeleteRule', 'RemoveTargets'],
  },
  access: ruleAccess,
  create(request) {
    const { Name } = parseProperties(rule.type, RuleProperties, request.properties);
    return putRule(request, Name ?? request.generateName(64));
  },
  update(request) {
    const { Name } = parseProperties(rule.type, RuleProperties, request.properties);
    return putRule(request, Name ?? nameOf(request.physicalId));
  },
  delete(request) {
    const { EventBusName } = parseProperties(rule.type, RuleProperties, request.previousProperties);
    request.region.events.removeRule(busNameOf(EventBusName), nameOf(request.physicalId));
  },
};

const BusProperties = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  Tags: TagList.optional(),
});

const eventBus: ResourceProvider = {
  type: 'AWS::Events::EventBus',
  calls: { service: 'events', create: ['CreateEventBus'], delete: ['DeleteEventBus'] },
  access(request, change) {
    const { Name } = parseProperties(eventBus.type, BusProperties, request.properties);
    const action = change === 'delete' ? 'events:DeleteEventBus' : 'events:CreateEventBus';
    return [{ action, resource: request.region.events.busArn(Name) }];
  },
  create(request) {
    const { Name } = parseProperties(eventBus.type, BusProperties, request.properties);
    request.region.events.createBus(Name);
    return { physicalId: Name, attributes: { Name, Arn: request.region.events.busArn(Name) } };
  },
  delete(request) {
    request.region.events.deleteBus(request.physicalId);
  },
};

export const providers: readonly ResourceProvider[] = [rule, eventBus];

function putRule(request: ProviderRequest, name: string): ProviderResult {
  const properties = parseProperties(rule.type, RuleProperties, request.properties);
  const { EventPattern, ScheduleExpression } = properties;
  if (EventPattern === undefined && ScheduleExpression === undefined) {
    throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (otherRegionOf(properties.EventBusName, request.region) !== undefined) throw crossRegionCall();
  const busName = busNameOf(properties.EventBusName);
  if (ScheduleExpression !== undefined && busName !== 'default') {
    throw new AwsError('ValidationException', 'ScheduleExpression is supported only on the default event bus.');
  }
  const { events } = request.region;
  const arn = events.ruleArn(busName, name);
  events.putRule({
    name,
    arn,
    busName,
    description: properties.Description,
    enabled: properties.State === 'ENABLED',
    pattern: EventPattern === undefined ? undefined : compilePattern(EventPattern),
    schedule: ScheduleExpression === undefined ? undefined : parseSchedule(ScheduleExpression),
    targets: properties.Targets.map((target) => readTarget(request, target)),
  });
  return { physicalId: busName === 'default' ? name : `${busName}|${name}`, attributes: { Arn: arn } };
}

function readTarget(request: ProviderRequest, properties: z.infer<typeof TargetProperties>): Target {
  const kind = targetKind(properties.Arn);
  const region = properties.Arn.split(':')[3];
  if (kind !== 'event-bus' && region !== request.region.name) {
    throw new AwsError('ValidationException', `The target ${properties.Arn} is not in ${request.region.name}.`);
  }
  if ((kind === 'event-bus' || kind === 'state-machine') && properties.RoleArn === undefined) {
    throw new AwsError('ValidationException', `RoleArn is required for target ${properties.Arn}.`);
  }
  const deadLetterArn = properties.DeadLetterConfig?.Arn;
  if (deadLetterArn !== undefined && deadLetterArn.split(':')[3] !== request.region.name) {
    throw new AwsError(
      'ValidationException',
      `The dead-letter queue ${deadLetterArn} is not in ${request.region.name}.`,
    );
  }
  const { InputTransformer: transformer, RetryPolicy: retry } = properties;
  if (properties.InputPath !== undefined) parsePath(properties.InputPath);
  for (const path of Object.values(transformer?.InputPathsMap ?? {})) parsePath(path);
  return {
    id: properties.Id,
    arn: properties.Arn,
    roleArn: properties.RoleArn,
    input: properties.Input,
    inputPath: properties.InputPath,
    inputTransformer: transformer && { paths: transformer.InputPathsMap, template: transformer.InputTemplate },
    // The defaults of EventBridge (API reference, RetryPolicy): 185 attempts within 24 hours.
    maximumRetryAttempts: retry?.MaximumRetryAttempts ?? 185,
    maximumEventAgeSeconds: retry?.MaximumEventAgeInSeconds ?? 86_400,
    deadLetterArn,
  };
}

function ruleAccess(request: ProviderRequest, change: 'create' | 'update' | 'delete'): readonly Access[] {
  const properties = parseProperties(rule.type, RuleProperties, request.properties);
  const name = properties.Name ?? `${request.stackName}-*`;
  const resource = request.region.events.ruleArn(busNameOf(properties.EventBusName), name);
  if (change === 'delete') {
    return ['events:RemoveTargets', 'events:DeleteRule'].map((action) => ({ action, resource }));
  }
  const roles = new Set(properties.Targets.flatMap(({ RoleArn }) => (RoleArn === undefined ? [] : [RoleArn])));
  const conditions = { 'iam:PassedToService': 'events.amazonaws.com' };
  return [
    ...['events:PutRule', 'events:DescribeRule', 'events:PutTargets'].map((action) => ({ action, resource })),
    ...[...roles].map((role) => ({ action: 'iam:PassRole', resource: role, conditions })),
  ];
}

function busNameOf(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

function nameOf(physicalId: string): string {
  return physicalId.slice(physicalId.indexOf('|') + 1);
}
