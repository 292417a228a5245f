import type { NormalizedSchema } from '@smithy/core/schema';
import { requiredMembers } from './service-model';
import { enumValues } from './enum-members';

/** A member of the input that the model does not allow. */
export interface Violation {
  /** `dBClusterIdentifier`, `tags.1.member.key`: as AWS's validation names it, the member's first letter small. */
  readonly path: string;
  /** The member's own name: `DBClusterIdentifier`. */
  readonly member: string;
  /** Why: it is required and absent, or its value is none of these. */
  readonly allowed: readonly string[] | undefined;
  readonly value: unknown;
}

interface At {
  readonly above: At | undefined;
  readonly name: string;
}

type Check = (value: unknown, at: At | undefined, found: Violation[]) => void;

const checks = new Map<string, WeakMap<NormalizedSchema, Check | undefined>>();

/**
 * The members that are required and absent, and those whose value is not in their enumeration; `null` in a list counts as
 * absent. The input is as the SDK's command takes it.
 */
export function violationsOf(signingName: string, schema: NormalizedSchema, input: unknown): readonly Violation[] {
  const check = checkOf(signingName, schema);
  if (check === undefined) return [];
  const found: Violation[] = [];
  check(input, undefined, found);
  return found;
}

/** `undefined` where there is nothing to check. */
function checkOf(service: string, schema: NormalizedSchema): Check | undefined {
  let known = checks.get(service);
  if (known === undefined) {
    known = new WeakMap();
    checks.set(service, known);
  }
  if (!known.has(schema)) known.set(schema, compile(service, schema));
  return known.get(schema);
}

function compile(service: string, schema: NormalizedSchema): Check | undefined {
  if (schema.isUnitSchema()) return undefined;
  if (schema.isStructSchema()) return structure(service, schema);
  if (schema.isListSchema()) return list(service, schema);
  if (schema.isMapSchema()) return map(service, schema);
  return undefined;
}

function structure(service: string, schema: NormalizedSchema): Check {
  const required = new Set(requiredMembers(schema));
  const shape = schema.getName() ?? '';
  const members = [...schema.structIterator()].flatMap(([name, member]) => {
    const nested = later(service, member);
    const allowed = enumValues(service, `${shape}.${name}`);
    const isRequired = required.has(name);
    if (nested === undefined && allowed === undefined && !isRequired) return [];
    return [{ name, nested, allowed, isRequired, isList: member.isListSchema() }];
  });
  return (value, at, found) => {
    if (typeof value !== 'object' || value === null) return;
    for (const { name, nested, allowed, isRequired, isList } of members) {
      const member = (value as Readonly<Record<string, unknown>>)[name];
      if (member === undefined || member === null) {
        if (isRequired) found.push(violation({ above: at, name }, undefined, undefined));
      } else {
        if (allowed !== undefined && !isAllowed(member, allowed, isList))
          found.push(violation({ above: at, name }, allowed, member));
        nested?.(member, { above: at, name }, found);
      }
    }
  };
}

function list(service: string, schema: NormalizedSchema): Check {
  const nested = later(service, schema.getValueSchema());
  const isSparse = Boolean(schema.getMergedTraits().sparse);
  return (value, at, found) => {
    if (!Array.isArray(value)) return;
    for (const [index, each] of value.entries()) {
      const here = { above: { above: at, name: String(index + 1) }, name: 'member' };
      if (each !== null && each !== undefined) nested?.(each, here, found);
      else if (!isSparse) found.push(violation(here, undefined, undefined));
    }
  };
}

function map(service: string, schema: NormalizedSchema): Check {
  const nested = later(service, schema.getValueSchema());
  const isSparse = Boolean(schema.getMergedTraits().sparse);
  return (value, at, found) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, each] of Object.entries(value)) {
      const here = { above: { above: at, name: key }, name: 'member' };
      if (each !== null && each !== undefined) nested?.(each, here, found);
      else if (!isSparse) found.push(violation(here, undefined, undefined));
    }
  };
}

/** Compiled at the first value: a structure may hold itself. */
function later(service: string, schema: NormalizedSchema): Check | undefined {
  if (!schema.isStructSchema() && !schema.isListSchema() && !schema.isMapSchema()) return undefined;
  let compiled: { readonly check: Check | undefined } | undefined;
  return (value, at, found) => (compiled ??= { check: checkOf(service, schema) }).check?.(value, at, found);
}

/** Of a list, every item has to be one. */
function isAllowed(value: unknown, allowed: readonly string[], isList: boolean): boolean {
  if (isList) return !Array.isArray(value) || value.every((each) => each === null || allowed.includes(String(each)));
  return allowed.includes(String(value));
}

function violation(at: At, allowed: readonly string[] | undefined, value: unknown): Violation {
  const names: string[] = [];
  for (let here: At | undefined = at; here !== undefined; here = here.above) names.unshift(here.name);
  const path = names.map((name) => name.slice(0, 1).toLowerCase() + name.slice(1)).join('.');
  return { path, member: names.filter((name) => name !== 'member').join('.'), allowed, value };
}
