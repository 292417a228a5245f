import type { NormalizedSchema } from '@smithy/core/schema';

/** An input that is not what the service's model says. The wire layer answers it as the protocol does. */
export class UnreadableInputError extends Error {
  override readonly name = 'UnreadableInputError';
  /** `outside`: in the path, the query or a header. */
  readonly place: 'body' | 'outside';

  constructor(message: string, place: 'body' | 'outside' = 'body') {
    super(message);
    this.place = place;
  }
}

/**
 * `json`: as JSON has it, before it is read, blobs in base64 and timestamps as numbers or text. `read`: as the SDK's
 * command takes it, blobs as bytes and timestamps as dates.
 */
type Form = 'json' | 'read';

type Check = (value: unknown) => void;

const checks: Readonly<Record<Form, WeakMap<NormalizedSchema, Check>>> = { json: new WeakMap(), read: new WeakMap() };

/**
 * Checks that every member has the type of the model. `null` is a member that is absent, and a member that the model does
 * not have is passed over, as AWS does in both cases.
 * @throws UnreadableInputError in the words of AWS's own JSON reader, as DynamoDB answers them
 */
export function requireTypes(schema: NormalizedSchema, value: unknown, form: Form): void {
  checkOf(schema, form)(value);
}

function checkOf(schema: NormalizedSchema, form: Form): Check {
  let check = checks[form].get(schema);
  if (check === undefined) {
    check = compile(schema, form);
    checks[form].set(schema, check);
  }
  return check;
}

function compile(schema: NormalizedSchema, form: Form): Check {
  if (schema.isStructSchema()) return structure(schema, form);
  if (schema.isListSchema()) {
    const item = later(schema.getValueSchema(), form);
    return (value) => {
      if (!Array.isArray(value)) throw unexpected(value, 'list');
      for (const each of value) if (each !== null && each !== undefined) item(each);
    };
  }
  if (schema.isMapSchema()) {
    const item = later(schema.getValueSchema(), form);
    return (value) => {
      if (!isRecord(value)) throw unexpected(value, 'structure');
      for (const each of Object.values(value)) if (each !== null && each !== undefined) item(each);
    };
  }
  return scalar(schema, form);
}

/** Compiled once, at the first value: a structure may hold itself. */
function later(schema: NormalizedSchema, form: Form): Check {
  let check: Check | undefined;
  return (value) => (check ??= checkOf(schema, form))(value);
}

function structure(schema: NormalizedSchema, form: Form): Check {
  const members = [...schema.structIterator()].flatMap(([name, member]): [string, Check][] => {
    const check = later(member, form);
    const { jsonName } = member.getMergedTraits();
    return form === 'json' && jsonName !== undefined ? [[jsonName, check]] : [[name, check]];
  });
  return (value) => {
    if (!isRecord(value)) throw unexpected(value, 'structure');
    for (const [name, check] of members) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      if (member !== null && member !== undefined) check(member);
    }
  };
}

function scalar(schema: NormalizedSchema, form: Form): Check {
  if (schema.isBlobSchema()) {
    return form === 'json'
      ? (value) => {
          if (typeof value !== 'string') throw unexpected(value, 'Blob');
          if (!isBase64(value))
            throw new UnreadableInputError('Base64 encoded length is unexpected, or a character is not in base64');
        }
      : () => undefined;
  }
  if (schema.isTimestampSchema()) {
    return (value) => {
      if (form === 'json' ? isInstantInJson(value) : value instanceof Date && !Number.isNaN(value.getTime())) return;
      throw unexpected(value, 'Timestamp');
    };
  }
  if (schema.isStringSchema())
    return (value) => requireType(value, typeof value === 'string' || isLazyJson(value), 'String');
  if (schema.isBooleanSchema()) return (value) => requireType(value, typeof value === 'boolean', 'Boolean');
  if (schema.isNumericSchema()) {
    return (value) => requireType(value, isNumber(value, form), 'Number');
  }
  // A document takes any JSON.
  return () => undefined;
}

/** In simple parts: of a package's megabytes a grouped pattern would run out of stack. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

function requireType(value: unknown, holds: boolean, wanted: string): void {
  if (!holds) throw unexpected(value, wanted);
}

/** Seconds since 1970, or the text of an instant. */
function isInstantInJson(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) <= MAXIMUM_SECONDS;
  return (
    typeof value === 'string' && value !== '' && (isInstantInJson(Number(value)) || !Number.isNaN(Date.parse(value)))
  );
}

/** What a date can hold (ECMAScript, "Time Values and Time Range"). */
const MAXIMUM_SECONDS = 8.64e12;

/** JSON has no word for three numbers, and writes them as text. */
function isNumber(value: unknown, form: Form): boolean {
  if (typeof value === 'number') return form === 'json' || !Number.isNaN(value);
  return typeof value === 'bigint' || (form === 'json' && /^(?:NaN|-?Infinity)$/.test(String(value)));
}

/** A string whose text is JSON, as the SDK hands it on. */
function isLazyJson(value: unknown): boolean {
  return value instanceof String;
}

/** The texts of AWS's reader, as public reimplementations of DynamoDB record them (mhart/dynalite, its validation tests). */
function unexpected(value: unknown, wanted: string): UnreadableInputError {
  if (wanted === 'list') {
    return new UnreadableInputError(
      isRecord(value) ? 'Start of structure or map found where not expected' : 'Unexpected field type',
    );
  }
  if (Array.isArray(value)) return new UnreadableInputError('Start of list found where not expected');
  if (wanted === 'structure') return new UnreadableInputError('Unexpected token received from parser');
  if (isRecord(value)) return new UnreadableInputError('Start of structure or map found where not expected');
  return new UnreadableInputError(`${tokenOf(value)} cannot be converted to ${wanted}`);
}

function tokenOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (typeof value === 'string') return 'STRING_VALUE';
  return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Date || value instanceof Uint8Array || value instanceof String);
}
