import * as z from 'zod';
import { AwsError } from '../../service';

/** A CloudFormation template, read and checked for what the simulator models. */
export type Template = {
  readonly parameters: Readonly<Record<string, ParameterDefinition>>;
  readonly mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly rules: Readonly<Record<string, RuleDefinition>>;
  readonly resources: Readonly<Record<string, ResourceDefinition>>;
  readonly outputs: Readonly<Record<string, OutputDefinition>>;
  readonly description?: string;
};

export type ParameterDefinition = z.infer<typeof Parameter>;
export type RuleDefinition = z.infer<typeof Rule>;
export type OutputDefinition = z.infer<typeof Output>;
export type DeletionPolicy = z.infer<typeof Policy>;
export type ResourceDefinition = {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  readonly condition?: string;
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  readonly metadata?: unknown;
};

/** Reads a template; what CloudFormation would refuse, and what the simulator does not model, is a ValidationError. */
export function parseTemplate(text: string): Template {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidTemplate(`not valid JSON (${reason}). YAML is not modelled by the simulator (docs/SIMULATOR.md)`);
  }
  const parsed = TemplateShape.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalidTemplate(`${issue?.path.map(String).join('/') ?? ''}: ${issue?.message ?? 'not as expected'}`);
  }
  const { Parameters, Mappings, Conditions, Rules, Resources, Outputs, Description } = parsed.data;
  return {
    parameters: Parameters,
    mappings: Mappings,
    conditions: Conditions,
    rules: Rules,
    resources: Object.fromEntries(
      Object.entries(Resources).map(([logicalId, resource]) => [logicalId, definitionOf(resource)]),
    ),
    outputs: Outputs,
    description: Description,
  };
}

function invalidTemplate(detail: string): AwsError {
  return new AwsError('ValidationError', `Template format error: ${detail}`);
}

/** Strict objects: an attribute that is not listed is one that the simulator does not model. */
const Policy = z.enum(['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']);
const Parameter = z.strictObject({
  Type: z.string(),
  Default: z.union([z.string(), z.number()]).optional(),
  Description: z.string().optional(),
  NoEcho: z.union([z.boolean(), z.stringbool()]).default(false),
  AllowedValues: z.array(z.union([z.string(), z.number()])).optional(),
  AllowedPattern: z.string().optional(),
  ConstraintDescription: z.string().optional(),
  MinLength: z.coerce.number().optional(),
  MaxLength: z.coerce.number().optional(),
  MinValue: z.coerce.number().optional(),
  MaxValue: z.coerce.number().optional(),
});
const Resource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string(), z.array(z.string())]).default([]),
  Condition: z.string().optional(),
  DeletionPolicy: Policy.default('Delete'),
  UpdateReplacePolicy: Policy.default('Delete'),
  Metadata: z.unknown().optional(),
});
const Rule = z.strictObject({
  RuleCondition: z.unknown().optional(),
  Assertions: z.array(z.strictObject({ Assert: z.unknown(), AssertDescription: z.string().optional() })),
});
const Output = z.strictObject({
  Value: z.unknown(),
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: z.unknown() }).optional(),
});
const TemplateShape = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09').optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Parameters: z.record(z.string(), Parameter).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Rules: z.record(z.string(), Rule).default({}),
  Resources: z.record(z.string(), Resource).refine((resources) => Object.keys(resources).length > 0, {
    message: 'At least one Resources member must be defined.',
  }),
  Outputs: z.record(z.string(), Output).default({}),
});

function definitionOf(resource: z.infer<typeof Resource>): ResourceDefinition {
  return {
    type: resource.Type,
    properties: resource.Properties,
    dependsOn: typeof resource.DependsOn === 'string' ? [resource.DependsOn] : resource.DependsOn,
    condition: resource.Condition,
    deletionPolicy: resource.DeletionPolicy,
    updateReplacePolicy: resource.UpdateReplacePolicy,
    metadata: resource.Metadata,
  };
}
