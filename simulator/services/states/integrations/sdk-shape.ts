import type { NormalizedSchema } from '@smithy/core/schema';
import { javaName } from './task-error';

/** A field that the API does not have, or a value that it cannot take. */
export class FieldProblem extends Error {
  override readonly name = 'FieldProblem';
}

/** Arguments of a task, with the names of the Java SDK v2, as the SDK's command takes them. */
export function toSdkShape(schema: NormalizedSchema, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema.isStructSchema()) return structureFrom(schema, value);
  if (schema.isListSchema() && Array.isArray(value))
    return value.map((item) => toSdkShape(schema.getValueSchema(), item));
  if (schema.isMapSchema() && isRecord(value)) {
    return mapValues(value, (member) => toSdkShape(schema.getValueSchema(), member));
  }
  if (schema.isTimestampSchema()) return instantFrom(value);
  if (schema.isNumericSchema() && typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))) {
    return Number(value);
  }
  // A body is sent as JSON, whatever it is: S3 keeps `text data` as `"text data"`, 11 bytes, and an object as its JSON
  // (recorded at AWS on 2025-11-06: localstack/localstack, tests/aws/services/stepfunctions/v2/services/
  // test_aws_sdk_task_service.snapshot.json, test_s3_put_object).
  if (schema.isStreaming()) return Buffer.from(JSON.stringify(value), 'utf8');
  if (schema.isBlobSchema()) {
    return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8');
  }
  // A JSON object where the API takes text is sent as JSON text.
  if (schema.isStringSchema() && typeof value === 'object') return JSON.stringify(value);
  return value;
}

/** An answer of the SDK as the state's result: Pascal case, ISO timestamps, text for bytes. */
export async function fromSdkShape(
  schema: NormalizedSchema,
  value: unknown,
  texts: ReadonlySet<string> = new Set(),
): Promise<unknown> {
  if (value === null || value === undefined) return undefined;
  if (schema.isStructSchema() && isRecord(value)) {
    const members: [string, unknown][] = [];
    for (const [name, member] of schema.structIterator()) {
      const converted = await fromSdkShape(member, texts.has(name) ? asText(value[name]) : value[name], texts);
      if (converted !== undefined) members.push([javaName(name), converted]);
    }
    return Object.fromEntries(members);
  }
  if (schema.isListSchema() && Array.isArray(value)) {
    return Promise.all(value.map((item) => fromSdkShape(schema.getValueSchema(), item, texts)));
  }
  if (schema.isMapSchema() && isRecord(value)) {
    const entries = Object.entries(value).map(async ([key, member]) => [
      key,
      await fromSdkShape(schema.getValueSchema(), member, texts),
    ]);
    return Object.fromEntries(await Promise.all(entries));
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (isBody(value)) return value.transformToString();
  return value;
}

function structureFrom(schema: NormalizedSchema, value: unknown): unknown {
  if (!isRecord(value)) throw new FieldProblem(`A JSON object is needed where ${JSON.stringify(value)} was given`);
  const names = new Map<string, readonly [string, NormalizedSchema]>();
  for (const [name, member] of schema.structIterator()) names.set(javaName(name), [name, member]);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const known = names.get(key);
      if (known === undefined) throw new FieldProblem(`The field "${key}" is not supported by Step Functions`);
      return [known[0], toSdkShape(known[1], member)];
    }),
  );
}

function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function instantFrom(value: unknown): Date {
  const instant = typeof value === 'number' ? new Date(value * 1000) : new Date(typeof value === 'string' ? value : '');
  if (Number.isNaN(instant.getTime())) throw new FieldProblem(`${JSON.stringify(value)} is not an ISO 8601 timestamp`);
  return instant;
}

type Members = Readonly<Record<string, unknown>>;

function mapValues(value: Members, convert: (member: unknown) => unknown): Members {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, convert(member)]));
}

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBody(value: unknown): value is { transformToString(): Promise<string> } {
  return isRecord(value) && typeof value['transformToString'] === 'function';
}
