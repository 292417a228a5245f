import type * as z from 'zod';

/** The names that an object at `path` may have, given what is written in it; none where no object belongs. */
export function namesAt(schema: z.core.$ZodType, path: readonly PropertyKey[], written: unknown): readonly string[] {
  const [name, ...rest] = path;
  const inner = unwrapped(schema, written);
  if (inner === undefined) return [];
  if (inner.type === 'array') return name === undefined ? [] : namesAt(inner.element, rest, fieldOf(written, name));
  if (name === undefined) return Object.keys(inner.shape);
  const field = inner.shape[String(name)];
  return field === undefined ? [] : namesAt(field, rest, fieldOf(written, name));
}

/** Every path that leads to this name, given what is written: `backup.retentionDays`, `freshness.retentionDays`. */
export function pathsTo(name: string, schema: z.core.$ZodType, written: unknown): readonly string[] {
  const inner = unwrapped(schema, written);
  if (inner?.type !== 'object') return [];
  return Object.entries(inner.shape).flatMap(([key, field]) => [
    ...(key.toLowerCase() === name.toLowerCase() ? [key] : []),
    ...pathsTo(name, field, fieldOf(written, key)).map((path) => `${key}.${path}`),
  ]);
}

/** What is written at a path; undefined where there is nothing. */
export function valueAt(written: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(fieldOf, written);
}

function fieldOf(written: unknown, name: PropertyKey): unknown {
  if (typeof written !== 'object' || written === null || !Object.hasOwn(written, name)) return undefined;
  return (written as Readonly<Record<PropertyKey, unknown>>)[name];
}

type Structure = z.core.$ZodObjectDef | z.core.$ZodArrayDef;

/** The object or list behind defaults and the like; of a union, the option that is meant, or else the first. */
function unwrapped(schema: z.core.$ZodType, written: unknown): Structure | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
    case 'array':
      return def;
    case 'default':
    case 'prefault':
    case 'nullable':
    case 'optional':
    case 'readonly':
      return unwrapped(def.innerType, written);
    case 'pipe':
      return unwrapped(def.in, written);
    case 'union': {
      const meant = def.options.find((option) => isMeant(option, written)) ?? def.options[0];
      return meant === undefined ? undefined : unwrapped(meant, written);
    }
    default:
      return undefined;
  }
}

/** Whether what is written has the words that tell this option from the others, such as its `kind`. */
function isMeant(option: z.core.$ZodType, written: unknown): boolean {
  const words = Object.entries(option._zod.propValues ?? {});
  return words.length > 0 && words.every(([name, values]) => (values as Set<unknown>).has(fieldOf(written, name)));
}
