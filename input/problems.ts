import type * as z from 'zod';
import { InputFileError, type InputFile } from './input-file';
import { AN_OBJECT, either, instructionOf } from './instructions';
import { namesAt, pathsTo, valueAt } from './known-names';
import { nearestName } from './nearest-name';

/** Something that is wrong at one place of what a person wrote. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  /** What to write instead, and why. */
  readonly message: string;
}

/** What was written, and where, if it is in a file. */
export type Written = Pick<InputFile, 'value'> & Partial<InputFile>;

/** How messages speak of the entries of a file. */
export interface Wording {
  /** `setting`, `field` */
  readonly entry: string;
  /** What to write in place of a name that there is not any more; undefined for one that there never was. */
  readonly formerly?: (path: string) => string | undefined;
}

const FIELDS: Wording = { entry: 'field' };

/**
 * What a file says, in the shape that it must have.
 * @throws InputFileError
 */
export function parseFile<Schema extends z.ZodType>(
  schema: Schema,
  file: InputFile,
  wording: Wording = FIELDS,
): z.output<Schema> {
  const parsed = schema.safeParse(file.value, SAYING_WHAT_TO_WRITE);
  if (parsed.success) return parsed.data;
  throw new InputFileError(shapeProblems(schema, parsed.error, file, wording).join('\n'));
}

/** For `safeParse`: where a schema has no words of its own. */
export const SAYING_WHAT_TO_WRITE = { error: instructionOf };

/** One line for each thing that has not the shape that it must have. */
export function shapeProblems(
  schema: z.ZodType,
  { issues }: z.ZodError,
  written: Written,
  wording: Wording,
): readonly string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [problemLine(withNames(issue, schema, written), written)];
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return `${placeOf(path, written)}${path.join('.')} is not a ${wording.entry}: ${insteadOf(path, schema, written, wording)}`;
    });
  });
}

/** Who wrote something else where an object belongs may not know what it holds. */
function withNames(issue: z.core.$ZodIssue, schema: z.ZodType, { value }: Written): Problem {
  const { path, message } = issue;
  if (message !== AN_OBJECT) return { path, message };
  const names = namesAt(schema, path, value);
  return { path, message: names.length === 0 ? message : `${message} with any of ${names.join(', ')}` };
}

/**
 * `pilot-light.json:12: cluster.engineVersion is "17": write …`
 * @param byDefault of what is not written
 */
export function problemLine({ path, message }: Problem, written: Written, byDefault?: unknown): string {
  const own = valueAt(written.value, path);
  const value = own === undefined ? byDefault : own;
  const is = own === undefined && byDefault === undefined ? ' is missing' : shown(value);
  const source = own === undefined && byDefault !== undefined && is !== '' ? ' by default' : '';
  return `${placeOf(path, written)}${path.join('.') || 'it'}${is}${source}: ${message}`;
}

function placeOf(path: readonly PropertyKey[], { path: file, lineOf }: Written): string {
  return file === undefined || lineOf === undefined ? '' : `${file}:${lineOf(path)}: `;
}

/** A longer value would hide what is said about it. */
const LONGEST_SHOWN = 90;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  if (text.length <= LONGEST_SHOWN) return ` is ${text}`;
  return typeof value === 'string' ? ` is ${text.slice(0, LONGEST_SHOWN)}…` : '';
}

function insteadOf(
  path: readonly PropertyKey[],
  schema: z.ZodType,
  { value }: Written,
  { entry, formerly }: Wording,
): string {
  const former = formerly?.(path.join('.'));
  if (former !== undefined) return former;
  const [parent, key] = [path.slice(0, -1), String(path.at(-1))];
  const names = namesAt(schema, parent, value);
  const near = nearestName(key, names);
  if (near !== undefined) return `did you mean ${[...parent, near].join('.')}?`;
  const elsewhere = pathsTo(key, schema, value);
  if (elsewhere.length > 0) return `did you mean ${either(elsewhere)}?`;
  return `the ${entry}s${parent.length > 0 ? ` of ${parent.join('.')}` : ''} are ${names.join(', ')}`;
}
