import { type Diagnostic, schemaProblem } from '../diagnostic';
import { bodyOf, type Compiled, compile, isExpression } from '../jsonata/expression';
import { languageOf, type QueryLanguage } from '../query-language';
import type { JsonObject } from './json';
import { statesOf, workflowsOf } from './workflows';

/**
 * Every expression of the machine's JSONata states: that it can be read, and what it reads. AWS implements JSONata 2.0.6
 * (Developer Guide, "Transforming data with JSONata"), so that `??` and `?:`, of 2.1.0, cannot be read. Texts and which
 * fields are looked at: floci-io/floci#2745, #2670 and #2786, measured with ValidateStateMachineDefinition.
 */
export function checkExpressions(machine: JsonObject): readonly Diagnostic[] {
  const language = languageOf(machine);
  return [...workflowsOf(machine)].flatMap((workflow) =>
    statesOf(workflow).flatMap(([name, state]) => checkStateOf(state, `${workflow.path}/States/${name}`, language)),
  );
}

/** Taken as they are written, also where they look like an expression. */
const STATIC: readonly string[] = (
  'Type Comment QueryLanguage Next End Default Resource Label Retry ErrorEquals Credentials CSVHeaders ' +
  'Branches ItemProcessor Iterator'
).split(' ');
/** Below these every member is a payload's, whatever its name is. */
const PAYLOADS = ['Arguments', 'Assign', 'Output', 'Items', 'ItemSelector', 'BatchInput'];

function checkStateOf(state: JsonObject, path: string, language: QueryLanguage): readonly Diagnostic[] {
  if (languageOf(state, language) !== 'JSONata') return [];
  return [...expressionsIn(state, path, { isPayload: false, hasError: false })].flatMap(check);
}

interface Found {
  readonly text: string;
  readonly location: string;
  /** Whether `$states.errorOutput` is there: in Output and Assign of a catcher. */
  readonly hasError: boolean;
}

interface Scope {
  readonly isPayload: boolean;
  readonly hasError: boolean;
}

function* expressionsIn(value: unknown, location: string, scope: Scope): Generator<Found> {
  if (typeof value === 'string') {
    if (value.startsWith('{%')) yield { text: value, location, hasError: scope.hasError };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* expressionsIn(item, `${location}[${index}]`, scope);
  } else if (typeof value === 'object' && value !== null) {
    for (const [field, member] of Object.entries(value)) {
      if (!scope.isPayload && STATIC.includes(field)) continue;
      yield* expressionsIn(member, `${location}/${field}`, within(scope, field));
    }
  }
}

function within(scope: Scope, field: string): Scope {
  if (scope.isPayload) return scope;
  return { isPayload: PAYLOADS.includes(field), hasError: scope.hasError || field === 'Catch' };
}

function check({ text, location, hasError }: Found): readonly Diagnostic[] {
  if (!isExpression(text)) return [schemaProblem('JSONata string must start with {% and end with %}', location)];
  let compiled: Compiled;
  try {
    compiled = compile(bodyOf(text));
  } catch (error) {
    return [{ code: 'INVALID_JSONATA_EXPRESSION', message: messageOf(error), location }];
  }
  const references = compiled.topLevel.map((name) =>
    name === '$$' ? "Reference to '$$' is not supported." : `Reference to '${name}' at the top level is not supported.`,
  );
  const readsError = !hasError && compiled.names.statesMembers.has('errorOutput');
  const messages = readsError ? [...references, "Field '$states.errorOutput' does not exist."] : references;
  return messages.map((message) => ({ code: 'UNSUPPORTED_JSONATA_EXPRESSION', message, location }));
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
