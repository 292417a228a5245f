import * as z from 'zod';
import { AwsError } from '../../service';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList, TemplateBoolean } from '../provider-properties';
import { readLocation } from './definition-location';

const Properties = z.strictObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.literal('STANDARD').optional(),
  RoleArn: z.string(),
  DefinitionString: z.string().optional(),
  Definition: z.record(z.string(), z.unknown()).optional(),
  DefinitionS3Location: z
    .strictObject({ Bucket: z.string(), Key: z.string(), Version: z.string().optional() })
    .optional(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  LoggingConfiguration: z
    .strictObject({
      Level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']).optional(),
      IncludeExecutionData: TemplateBoolean.optional(),
      Destinations: z
        .array(z.strictObject({ CloudWatchLogsLogGroup: z.strictObject({ LogGroupArn: z.string() }) }))
        .optional(),
    })
    .optional(),
  TracingConfiguration: z.strictObject({ Enabled: TemplateBoolean.optional() }).optional(),
  Tags: TagList.optional(),
});

const stateMachine: ResourceProvider = {
  type: 'AWS::StepFunctions::StateMachine',
  calls: {
    service: 'states',
    create: ['CreateStateMachine'],
    update: ['UpdateStateMachine'],
    delete: ['DeleteStateMachine'],
  },
  access(request, change) {
    const { StateMachineName, RoleArn } = parseProperties(stateMachine.type, Properties, request.properties);
    const resource = request.region.states.machineArn(StateMachineName ?? `${request.stackName}-*`);
    if (change === 'delete') return [{ action: 'states:DeleteStateMachine', resource }];
    return [
      { action: change === 'create' ? 'states:CreateStateMachine' : 'states:UpdateStateMachine', resource },
      { action: 'states:DescribeStateMachine', resource },
      {
        action: 'iam:PassRole',
        resource: RoleArn,
        conditions: { 'iam:PassedToService': 'states.amazonaws.com' },
      },
    ];
  },
  create(request) {
    const { StateMachineName } = parseProperties(stateMachine.type, Properties, request.properties);
    return put(request, StateMachineName ?? request.generateName(80));
  },
  update(request) {
    return put(request, request.physicalId.slice(request.physicalId.lastIndexOf(':') + 1));
  },
  delete(request) {
    request.region.states.deleteStateMachine(request.physicalId);
  },
};

export const providers: readonly ResourceProvider[] = [stateMachine];

async function put(request: ProviderRequest, name: string): Promise<ProviderResult> {
  const properties = parseProperties(stateMachine.type, Properties, request.properties);
  const { LoggingConfiguration: logging } = properties;
  const machine = request.region.states.putStateMachine({
    name,
    definitionText: substitute(await definitionOf(request, properties), properties.DefinitionSubstitutions ?? {}),
    roleArn: properties.RoleArn,
    tracingEnabled: properties.TracingConfiguration?.Enabled ?? false,
    ...(logging === undefined
      ? {}
      : {
          loggingConfiguration: {
            level: logging.Level ?? 'OFF',
            includeExecutionData: logging.IncludeExecutionData ?? false,
            destinations: (logging.Destinations ?? []).map(({ CloudWatchLogsLogGroup }) => ({
              cloudWatchLogsLogGroup: { logGroupArn: checkLogGroup(CloudWatchLogsLogGroup.LogGroupArn) },
            })),
          },
        }),
    tags: mergeTags(request.stackTags, properties.Tags),
  });
  return {
    physicalId: machine.arn,
    attributes: { Arn: machine.arn, Name: machine.name, StateMachineRevisionId: machine.revisionId },
  };
}

async function definitionOf(request: ProviderRequest, properties: z.infer<typeof Properties>): Promise<string> {
  if (properties.DefinitionString !== undefined) return properties.DefinitionString;
  if (properties.Definition !== undefined) return JSON.stringify(properties.Definition);
  return readLocation(request, properties.DefinitionS3Location);
}

/** The text is that of Step Functions (hashicorp/terraform-provider-aws #17682). */
function checkLogGroup(arn: string): string {
  if (arn.endsWith(':*')) return arn;
  const message = "Invalid Logging Configuration: Log Group ARN must be provided with '*' qualifier.";
  throw new AwsError('InvalidLoggingConfiguration', message);
}

/** Replaces `${Name}` by the value of that name, as it is; what has no value stays (CloudFormation, DefinitionSubstitutions). */
function substitute(definition: string, substitutions: Readonly<Record<string, string | number | boolean>>): string {
  return definition.replace(/\$\{([A-Za-z0-9_.-]+)\}/g, (written, name: string) => {
    const value = substitutions[name];
    return value === undefined ? written : String(value);
  });
}
