import type { NormalizedSchema } from '@smithy/core/schema';
import { enumValues } from '../../simulator/wire/enum-members';
import { requiredMembers } from '../../simulator/wire/service-model';
import type { Draw } from './draw';
import { type About, textFor } from './texts';

const DEPTH = 6;

/** An input that the model allows: required members, some others, and names of what there is. */
export function plausibleInput(draw: Draw, about: About, schema: NormalizedSchema): unknown {
  const density = draw.one([0, 0.05, 0.15, 0.4]);
  return schema.isUnitSchema() ? {} : value(draw, about, schema, { member: '', shape: '', depth: 0, density });
}

interface Where {
  readonly member: string;
  readonly shape: string;
  readonly depth: number;
  /** How likely an optional member is. */
  readonly density: number;
}

function value(draw: Draw, about: About, schema: NormalizedSchema, where: Where): unknown {
  if (schema.isStructSchema()) return structure(draw, about, schema, where);
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    const count = where.depth > DEPTH ? 0 : 1 + draw.below(2);
    return Array.from({ length: count }, () => value(draw, about, item, { ...where, depth: where.depth + 1 }));
  }
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema();
    if (where.depth > DEPTH) return {};
    return {
      [draw.one(['id', 'a', ':a', '#a', 'Tag'])]: value(draw, about, item, { ...where, depth: where.depth + 1 }),
    };
  }
  if (schema.isBlobSchema()) return Buffer.from(draw.one(['{}', '{"a":1}', 'not json', '']));
  if (schema.isTimestampSchema())
    return new Date(draw.one([1_767_571_200_000, 1_767_574_800_000, 0, 4_102_444_800_000]));
  if (schema.isBooleanSchema()) return draw.chance(0.5);
  if (schema.isNumericSchema()) return draw.one([1, 2, 7, 10, 30, 60, 100, 300, 3600]);
  const allowed = enumValues(about.signingName, `${where.shape}.${where.member}`);
  return allowed === undefined ? textFor(draw, about, where.member) : draw.one(allowed);
}

function structure(
  draw: Draw,
  about: About,
  schema: NormalizedSchema,
  { depth, density }: Where,
): Record<string, unknown> {
  const required = new Set(requiredMembers(schema));
  const members = [...schema.structIterator()];
  const isUnion = schema.isUnionSchema();
  const chosen = isUnion ? [draw.one(members)] : members;
  const result: Record<string, unknown> = {};
  for (const [member, memberSchema] of chosen) {
    const isWanted = isUnion || required.has(member) || (depth < DEPTH && draw.chance(density));
    if (isWanted) {
      result[member] = value(draw, about, memberSchema, {
        member,
        shape: schema.getName() ?? '',
        depth: depth + 1,
        density,
      });
    }
  }
  return result;
}

/** What stands where something else should. */
const WRONG: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 53,
  4_294_967_296,
  '',
  ' ',
  'x',
  'none-of-these',
  '-1',
  'NaN',
  '1e400',
  '\u0000',
  '\u{1F525}',
  '../../etc/passwd',
  '%s%n',
  '{',
  '{}',
  '[]',
  'null',
  '"',
  '${a}',
  '{% $x %}',
  '*',
  'arn:aws:',
  'arn:aws:x:y:z:1:q',
  'x'.repeat(300),
  'y'.repeat(5000),
  [],
  [null],
  [[]],
  ['a', 'a'],
  [{}],
  {},
  { a: 1 },
  { S: 'x', N: '1' },
  { __proto__: 'x' },
  { constructor: 1 },
  '2026-02-30',
  '9999999999999',
  '__proto__',
  'constructor',
  'toString',
];

type Member = readonly [holder: Record<string, unknown> | unknown[], key: string | number];

/** The input with one to three of its members removed, or replaced by something wrong. */
export function spoilt(draw: Draw, input: unknown): unknown {
  let spoiltInput: unknown = structuredClone(input);
  for (let times = draw.one([1, 1, 1, 2, 3]); times > 0; times -= 1) {
    const members = membersOf(spoiltInput);
    if (members.length === 0) {
      spoiltInput = { [draw.one(['Name', 'Id', 'a'])]: draw.one(WRONG) };
    } else {
      const [holder, key] = draw.one(members);
      if (draw.chance(0.2) && !Array.isArray(holder)) delete holder[key];
      else (holder as Record<string | number, unknown>)[key] = structuredClone(draw.one(WRONG));
    }
  }
  return spoiltInput;
}

function membersOf(value_: unknown): readonly Member[] {
  if (Array.isArray(value_)) {
    return value_.flatMap((each, index): Member[] => [[value_, index], ...membersOf(each)]);
  }
  if (typeof value_ !== 'object' || value_ === null || value_ instanceof Date || value_ instanceof Uint8Array)
    return [];
  const record = value_ as Record<string, unknown>;
  return Object.keys(record).flatMap((key): Member[] => [[record, key], ...membersOf(record[key])]);
}
