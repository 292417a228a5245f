import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { UnreadableInputError } from '../input-types';
import { structureOf, type SchemaRef } from '../service-model';
import type { WireRequest } from './protocol';

/** What of a structure travels outside the body, and what in it. */
export interface Bindings {
  /** The members of the body as a structure of their own; `undefined` if there are none. */
  readonly body: NormalizedSchema | undefined;
  /** The member that is the whole body. */
  readonly payload: readonly [name: string, schema: NormalizedSchema] | undefined;
  /** Members in labels, query, headers and the status. */
  readonly outside: readonly (readonly [name: string, schema: NormalizedSchema])[];
}

const bindingsBySchema = new WeakMap<NormalizedSchema, Bindings>();

export function bindingsOf(schema: NormalizedSchema): Bindings {
  let bindings = bindingsBySchema.get(schema);
  if (bindings === undefined) {
    bindings = readBindings(schema);
    bindingsBySchema.set(schema, bindings);
  }
  return bindings;
}

function readBindings(schema: NormalizedSchema): Bindings {
  if (schema.isUnitSchema()) return { body: undefined, payload: undefined, outside: [] };
  const members = [...schema.structIterator()];
  const [kind, namespace, name, traits, names, schemas] = structureOf(schema);
  const inBody = names.flatMap((member, index) => {
    const ref = schemas[index];
    return ref !== undefined && !isOutside(schema.getMemberSchema(member)) ? [{ member, ref }] : [];
  });
  const payload = members.find(([, member]) => member.getMergedTraits().httpPayload);
  const raw = [kind, namespace, name, traits, inBody.map(({ member }) => member), inBody.map(({ ref }) => ref)];
  return {
    body: payload === undefined && inBody.length > 0 ? NormalizedSchema.of(raw as unknown as SchemaRef) : undefined,
    payload,
    outside: members.filter(([, member]) => isOutside(member)),
  };
}

function isOutside(member: NormalizedSchema): boolean {
  const traits = member.getMergedTraits();
  return (
    traits.httpLabel !== undefined ||
    traits.httpQuery !== undefined ||
    traits.httpQueryParams !== undefined ||
    traits.httpHeader !== undefined ||
    traits.httpPrefixHeaders !== undefined ||
    traits.httpResponseCode !== undefined
  );
}

/** Timestamps in headers are HTTP dates, in labels and queries ISO 8601, unless the model says otherwise. */
const settings = { timestampFormat: { useTrait: true, default: 5 as const }, httpBindings: true };
const fromString = new FromStringShapeDeserializer(settings);

/** The members of the input that are not in the body. */
export function readOutside(
  { outside }: Bindings,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  const bound = new Set(outside.map(([, member]) => member.getMergedTraits().httpQuery));
  for (const [name, member] of outside) {
    const value = readMember(name, member, request, labels, bound);
    if (value !== undefined) input[name] = value;
  }
  return input;
}

function readMember(
  name: string,
  member: NormalizedSchema,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
  bound: ReadonlySet<string | undefined>,
): unknown {
  const { httpLabel, httpQuery, httpQueryParams, httpHeader, httpPrefixHeaders } = member.getMergedTraits();
  const parse = (text: string | null | undefined): unknown =>
    text === undefined || text === null ? undefined : readText(name, member, text);
  if (httpLabel) return parse(labels[name]);
  if (httpHeader !== undefined) return parse(request.headers[httpHeader.toLowerCase()]);
  if (httpQuery !== undefined) {
    if (!member.isListSchema()) return parse(request.query.get(httpQuery));
    const values = request.query.getAll(httpQuery);
    const item = member.getValueSchema();
    return values.length === 0 ? undefined : values.map((value) => readText(name, item, value));
  }
  if (httpQueryParams) {
    const rest = [...new Set(request.query.keys())].filter((key) => !bound.has(key));
    const isList = member.getValueSchema().isListSchema();
    return Object.fromEntries(
      rest.map((key) => [key, isList ? request.query.getAll(key) : request.query.get(key)] as const),
    );
  }
  if (httpPrefixHeaders !== undefined) return prefixed(request.headers, httpPrefixHeaders.toLowerCase());
  return undefined;
}

/** @throws UnreadableInputError when the text is no value of the member's type */
function readText(name: string, schema: NormalizedSchema, text: string): unknown {
  let value: unknown;
  try {
    value = fromString.read(schema, text) as unknown;
  } catch {
    value = undefined;
  }
  const isNumber = !schema.isNumericSchema() || (text.trim() !== '' && !Number.isNaN(value));
  const isInstant = !schema.isTimestampSchema() || (value instanceof Date && !Number.isNaN(value.getTime()));
  if (value !== undefined && isNumber && isInstant) return value;
  throw new UnreadableInputError(`The value "${text}" of ${name} cannot be read`, 'outside');
}

function prefixed(headers: Readonly<Record<string, string>>, prefix: string): Record<string, string> | undefined {
  const entries = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** The headers, and the status if the output has one, that carry members of the output. */
export function writeOutside(
  { outside }: Bindings,
  output: Readonly<Record<string, unknown>>,
): { readonly headers: Record<string, string>; readonly status: number | undefined } {
  const headers: Record<string, string> = {};
  let status: number | undefined;
  for (const [name, member] of outside) {
    const value = output[name];
    if (value === undefined || value === null) continue;
    const { httpHeader, httpPrefixHeaders, httpResponseCode } = member.getMergedTraits();
    if (httpHeader !== undefined) headers[httpHeader.toLowerCase()] = headerText(member, value);
    if (httpResponseCode) status = Number(value);
    if (httpPrefixHeaders !== undefined) {
      for (const [key, text] of Object.entries(value)) {
        headers[`${httpPrefixHeaders}${key}`.toLowerCase()] = String(text);
      }
    }
  }
  return { headers, status };
}

function headerText(member: NormalizedSchema, value: unknown): string {
  const serializer = new ToStringShapeSerializer(settings);
  serializer.write(member, value);
  return serializer.flush();
}
