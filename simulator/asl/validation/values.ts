import { type Diagnostic, schemaProblem } from '../diagnostic';
import type { QueryLanguage } from '../query-language';
import type { JsonObject } from './json';

/** What a field's value must be. Texts and ranges: badmintoncryer/cdk-preflight, pf-sfn-asl-numeric-ranges, measured. */
export type ValueRule =
  | { readonly kind: 'string' | 'boolean' | 'object' | 'array' }
  | { readonly kind: 'one of'; readonly values: readonly string[] }
  | {
      readonly kind: 'number';
      readonly minimum?: number;
      readonly maximum?: number;
      readonly fractions?: boolean;
      /** Whether a JSONata state may compute it. */
      readonly computed?: boolean;
    };

const seconds = (minimum: number): ValueRule => ({ kind: 'number', minimum, maximum: 99_999_999, computed: true });
const count: ValueRule = { kind: 'number', minimum: 0, computed: true };

export const STATE_RULES: Readonly<Record<string, ValueRule>> = {
  Comment: { kind: 'string' },
  Next: { kind: 'string' },
  End: { kind: 'boolean' },
  Default: { kind: 'string' },
  Resource: { kind: 'string' },
  Label: { kind: 'string' },
  Timestamp: { kind: 'string' },
  Error: { kind: 'string' },
  Cause: { kind: 'string' },
  Assign: { kind: 'object' },
  Retry: { kind: 'array' },
  Catch: { kind: 'array' },
  Choices: { kind: 'array' },
  Branches: { kind: 'array' },
  ItemProcessor: { kind: 'object' },
  Iterator: { kind: 'object' },
  ItemBatcher: { kind: 'object' },
  TimeoutSeconds: seconds(1),
  HeartbeatSeconds: seconds(1),
  Seconds: seconds(0),
  MaxConcurrency: count,
  ToleratedFailureCount: count,
  ToleratedFailurePercentage: { kind: 'number', minimum: 0, maximum: 100, fractions: true, computed: true },
};

/** What is wrong with the values of a node's fields. */
export function checkValues(
  node: JsonObject,
  rules: Readonly<Record<string, ValueRule>>,
  path: string,
  language: QueryLanguage,
): readonly Diagnostic[] {
  return Object.entries(rules).flatMap(([field, rule]) => {
    const value = node[field];
    const problem = value === undefined ? undefined : problemOf(value, rule, language);
    return problem === undefined ? [] : [schemaProblem(problem, `${path}/${field}`)];
  });
}

function problemOf(value: unknown, rule: ValueRule, language: QueryLanguage): string | undefined {
  if (rule.kind === 'one of') return oneOf(value, rule.values);
  if (rule.kind !== 'number') {
    const actual = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
    return actual === rule.kind ? undefined : `Expected value of type [${rule.kind.toUpperCase()}]`;
  }
  if (rule.computed === true && language === 'JSONata' && typeof value === 'string' && value.startsWith('{%')) {
    return undefined;
  }
  if (typeof value !== 'number' || (rule.fractions !== true && !Number.isInteger(value))) {
    return 'Expected value of type Integer';
  }
  if (rule.minimum !== undefined && value < rule.minimum) return `Minimum value is ${rule.minimum}`;
  if (rule.maximum !== undefined && value > rule.maximum) return `Maximum value is ${rule.maximum}`;
  return undefined;
}

function oneOf(value: unknown, values: readonly string[]): string | undefined {
  if (typeof value !== 'string') return 'Expected value of type [STRING]';
  return values.includes(value) ? undefined : `Value should be one of the following: [${values.join(', ')}]`;
}

/** Fields that a node must have. */
export function checkRequired(node: JsonObject, fields: readonly string[], path: string): readonly Diagnostic[] {
  const missing = fields.filter((field) => node[field] === undefined);
  return missing.length === 0 ? [] : [schemaProblem(`These fields are required: [${missing.join(', ')}]`, path)];
}

/** Fields that a node must not have. */
export function checkKnown(node: JsonObject, known: readonly string[], path: string): readonly Diagnostic[] {
  return Object.keys(node)
    .filter((field) => !known.includes(field))
    .map((field) => schemaProblem(`Field '${field}' is not supported`, path));
}

/** Exactly one of the fields, or, where none is asked for, one at the most. */
export function checkOneOf(
  node: JsonObject,
  fields: readonly string[],
  path: string,
  needed: boolean,
): readonly Diagnostic[] {
  const present = fields.filter((field) => node[field] !== undefined);
  if (present.length > 1) {
    return [schemaProblem(`There should only be one of the following fields: [${fields.join(', ')}]`, path)];
  }
  if (present.length === 1 || !needed) return [];
  return [schemaProblem(`This object should have only one of the following fields: [${fields.join(', ')}]`, path)];
}
