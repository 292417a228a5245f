import * as z from 'zod';

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().default('Delete'),
  Metadata: z.object({ 'aws:cdk:path': z.string().optional() }).default({}),
});

/** What the checks read of a synthesised template. */
export const Template = z.object({ Resources: z.record(z.string(), Resource).default({}) });
export type Template = z.output<typeof Template>;
export type Resource = z.output<typeof Resource>;

export interface GrantedPermission {
  readonly path: string;
  readonly action: string;
  /** Each resource with `*` where only the deployment will tell what stands there. */
  readonly resources: readonly string[];
  /** The same, with the name of what stands there: `<Evidence4CC26D68.Arn>/executions/*`. */
  readonly wordings: readonly string[];
}

const Strings = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));
const Statement = z.object({
  Effect: z.string(),
  // A statement that allows everything but some actions allows what the checks look for.
  Action: Strings.default(['*']),
  Resource: z.unknown().transform((value) => (Array.isArray(value) ? value : [value])),
});
const Document = z.object({ Statement: z.array(Statement) });
const InlinePolicies = z.array(z.object({ PolicyDocument: Document })).default([]);

/** Construct path of a resource, or its logical id where CDK wrote none. */
export function pathOf(logicalId: string, resource: Resource): string {
  return (resource.Metadata['aws:cdk:path'] ?? logicalId).replace(/\/(Resource|Default)$/, '');
}

/** Every permission that the roles of a template give; `ofRole` narrows it to the roles of a physical name. */
export function permissionsOf(template: Template, ofRole?: string): readonly GrantedPermission[] {
  const roles = new Set(
    Object.entries(template.Resources)
      .filter(
        ([, { Type, Properties }]) =>
          Type === 'AWS::IAM::Role' && (ofRole ?? Properties['RoleName']) === Properties['RoleName'],
      )
      .map(([logicalId]) => logicalId),
  );
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) =>
    documentsOf(logicalId, resource, roles).flatMap((document) =>
      document.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) =>
        statement.Action.map((action) => ({
          path: pathOf(logicalId, resource),
          action,
          resources: statement.Resource.map(textOf),
          wordings: statement.Resource.map(wordingOf),
        })),
      ),
    ),
  );
}

function documentsOf(logicalId: string, { Type, Properties }: Resource, roles: ReadonlySet<string>) {
  if (Type === 'AWS::IAM::Role' && roles.has(logicalId))
    return InlinePolicies.parse(Properties['Policies']).map(({ PolicyDocument }) => PolicyDocument);
  const attached = z.array(z.object({ Ref: z.string() })).safeParse(Properties['Roles']);
  const isOfThese = attached.success && attached.data.some(({ Ref }) => roles.has(Ref));
  if ((Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy') && isOfThese)
    return [Document.parse(Properties['PolicyDocument'])];
  return [];
}

/** A value as text, with `*` where only the deployment will tell. */
export function textOf(value: unknown): string {
  return joined(value, () => '*');
}

/** A value as text, with the name of what is referred to in its place. */
export function wordingOf(value: unknown): string {
  return joined(value, (reference) => {
    const named = Reference.safeParse(reference);
    return named.success ? named.data : `<${JSON.stringify(reference)}>`;
  });
}

const Reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => `<${Ref}>`),
  z.object({ 'Fn::GetAtt': z.array(z.string()) }).transform(({ 'Fn::GetAtt': parts }) => `<${parts.join('.')}>`),
  z.object({ 'Fn::ImportValue': z.string() }).transform(({ 'Fn::ImportValue': name }) => name),
]);

function joined(value: unknown, otherwise: (value: unknown) => string): string {
  if (typeof value === 'string') return value;
  const join = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }).safeParse(value);
  if (!join.success) return otherwise(value);
  const [separator, parts] = join.data['Fn::Join'];
  return parts.map((part) => joined(part, otherwise)).join(separator);
}

/** Every string in a value, each with its path. */
export function stringsOf(value: unknown, path: string): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => stringsOf(child, `${path}.${key}`));
}
