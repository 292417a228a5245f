import * as z from 'zod';

export interface StackPlace {
  readonly region: string;
  readonly account: string;
  readonly stackName: string;
}

const Value = z.unknown();
const Parts = z.object({
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: Value.optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), Value))).default({}),
  Resources: z.record(z.string(), z.looseObject({})).default({}),
});
type Parts = z.output<typeof Parts>;

/**
 * A template as its region would read it, as far as that is known ahead of the deployment: parameters have their defaults,
 * pseudo parameters and mappings their values, and texts that are put together are texts. What only the deployment tells
 * stays as it is written.
 */
export function resolveTemplate(
  template: unknown,
  place: StackPlace,
): { readonly Resources: Readonly<Record<string, unknown>> } {
  const parts = Parts.parse(template);
  const Resources = Object.fromEntries(
    Object.entries(parts.Resources).map(([id, resource]) => [id, resolve(resource, { parts, place })]),
  );
  return { Resources };
}

interface Scope {
  readonly parts: Parts;
  readonly place: StackPlace;
}

function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, resolve(member, scope)] as const);
  const [only, ...more] = entries;
  const made = only !== undefined && more.length === 0 ? call(only[0], only[1], scope) : undefined;
  return made ?? Object.fromEntries(entries);
}

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const JoinArguments = z.tuple([z.string(), z.array(Text)]);
const SelectArguments = z.tuple([z.coerce.number(), z.array(Value)]);
const SplitArguments = z.tuple([z.string(), z.string()]);
const MapArguments = z.tuple([z.string(), z.string(), z.string()]);
const SubArguments = z.union([
  z.string().transform((text) => ({ text, own: {} as Readonly<Record<string, unknown>> })),
  z.tuple([z.string(), z.record(z.string(), Value)]).transform(([text, own]) => ({ text, own })),
]);

/** The value of a function whose operands are known; undefined of what is no function, or not known yet. */
function call(name: string, operand: unknown, scope: Scope): unknown {
  switch (name) {
    case 'Ref':
      return reference(operand, scope);
    case 'Fn::Sub':
      return substitute(operand, scope);
    case 'Fn::Join': {
      const { data } = JoinArguments.safeParse(operand);
      return data?.[1].join(data[0]);
    }
    case 'Fn::Split': {
      const { data } = SplitArguments.safeParse(operand);
      return data?.[1].split(data[0]);
    }
    case 'Fn::Select': {
      const { data } = SelectArguments.safeParse(operand);
      return data?.[1][data[0]];
    }
    case 'Fn::FindInMap': {
      const { data } = MapArguments.safeParse(operand);
      return data === undefined ? undefined : scope.parts.Mappings[data[0]]?.[data[1]]?.[data[2]];
    }
    default:
      return undefined;
  }
}

/** What is known of a parameter: its default, unless it is the name of an SSM parameter whose value counts. */
function reference(name: unknown, { parts, place }: Scope): unknown {
  if (typeof name !== 'string') return undefined;
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Region': place.region,
    'AWS::AccountId': place.account,
    'AWS::StackName': place.stackName,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const parameter = parts.Parameters[name];
  const isOfSsm = parameter?.Type.startsWith('AWS::SSM::Parameter::') === true;
  return pseudo[name] ?? (isOfSsm ? undefined : parameter?.Default);
}

/** A part that is not known keeps its place: what stands around it is a text all the same. */
function substitute(operand: unknown, scope: Scope): unknown {
  const { data } = SubArguments.safeParse(operand);
  if (data === undefined) return undefined;
  return data.text.replaceAll(/\$\{([^!}][^}]*)\}/g, (written, name: string) => {
    const { data: value } = Text.safeParse(data.own[name] ?? reference(name, scope));
    return value ?? written;
  });
}
