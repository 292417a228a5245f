import { type Diagnostic, schemaProblem } from '../diagnostic';
import { languageOf, ONLY_JSONATA, ONLY_JSONPATH, type QueryLanguage } from '../query-language';
import { checkAssign } from './check-assign';
import { checkChoice } from './check-choice';
import { checkRecovery } from './check-recovery';
import { checkResource, type IsOperation } from './check-resource';
import { isObject, type JsonObject } from './json';
import {
  EXCLUSIVE,
  isStateType,
  ONE_OF,
  REQUIRED_FIELDS,
  STATE_TYPES,
  type StateType,
  takesField,
} from './state-fields';
import { checkKnown, checkOneOf, checkRequired, checkValues, STATE_RULES } from './values';

/** One state by itself, without what is inside its branches or its processor. */
export function checkState(
  state: JsonObject,
  path: string,
  machineLanguage: QueryLanguage,
  isOperation: IsOperation,
): readonly Diagnostic[] {
  const type = state['Type'];
  if (type === undefined) return checkRequired(state, ['Type'], path);
  if (!isStateType(type)) {
    return [schemaProblem(`Value should be one of the following: [${STATE_TYPES.join(', ')}]`, `${path}/Type`)];
  }
  const language = languageOf(state, machineLanguage);
  const fields = Object.keys(state).filter((field) => takesField(type, field));
  return [
    ...Object.keys(state)
      .filter((field) => !takesField(type, field))
      .map((field) => schemaProblem(`Field '${field}' is not supported`, path)),
    ...checkLanguage(state, fields, path, machineLanguage),
    ...checkRequired(state, REQUIRED_FIELDS[type] ?? [], path),
    ...checkWaysOut(state, type, path),
    ...checkOneOf(state, ONE_OF[type] ?? [], path, ONE_OF[type] !== undefined),
    ...EXCLUSIVE.flatMap((pair) => checkOneOf(state, pair, path, false)),
    ...checkValues(pick(state, fields), STATE_RULES, path, language),
    ...checkAssign(state, path),
    ...(type === 'Task'
      ? [...checkResource(state['Resource'], path, isOperation), ...checkHeartbeat(state, path)]
      : []),
    ...(type === 'Wait' ? checkTimestamp(state['Timestamp'], path) : []),
    ...(type === 'Choice' ? checkChoice(state, path, language) : []),
    ...(takesField(type, 'Retry') ? checkRecovery(state, path, language) : []),
    ...(type === 'Map' ? checkBatcher(state, path, language) : []),
  ];
}

/** Texts and locations: floci-io/floci#2968, measured with ValidateStateMachineDefinition. */
function checkLanguage(
  state: JsonObject,
  fields: readonly string[],
  path: string,
  machineLanguage: QueryLanguage,
): readonly Diagnostic[] {
  const language = languageOf(state, machineLanguage);
  if (machineLanguage === 'JSONata' && state['QueryLanguage'] === 'JSONPath') {
    return [schemaProblem("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", path)];
  }
  const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
  const foreign = language === 'JSONata' ? ONLY_JSONPATH : ONLY_JSONATA;
  return [
    ...fields
      .filter((field) => foreign.includes(field))
      .map((field) =>
        schemaProblem(
          `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
          path,
        ),
      ),
    ...checkQueryLanguage(state, path),
  ];
}

export function checkQueryLanguage(node: JsonObject, path: string): readonly Diagnostic[] {
  const rule = { kind: 'one of', values: ['JSONPath', 'JSONata'] } as const;
  return checkValues(node, { QueryLanguage: rule }, path, 'JSONPath');
}

/** Next, or End: true (badmintoncryer/cdk-preflight, pf-sfn-asl-next-end, measured by a deployment). */
function checkWaysOut(state: JsonObject, type: StateType, path: string): readonly Diagnostic[] {
  if (!takesField(type, 'Next')) return [];
  // `End: false` says nothing.
  const { End, ...rest } = state;
  return checkOneOf(End === false ? rest : state, ['Next', 'End'], path, true);
}

/** HeartbeatSeconds is the smaller one (states-language.net/spec.html, "Timeouts"). AWS's text is not public. */
function checkHeartbeat({ TimeoutSeconds, HeartbeatSeconds }: JsonObject, path: string): readonly Diagnostic[] {
  if (typeof TimeoutSeconds !== 'number' || typeof HeartbeatSeconds !== 'number') return [];
  if (HeartbeatSeconds < TimeoutSeconds) return [];
  return [
    schemaProblem(
      `HeartbeatSeconds (${HeartbeatSeconds}) must be smaller than TimeoutSeconds (${TimeoutSeconds})`,
      `${path}/HeartbeatSeconds`,
    ),
  ];
}

/** The text was measured (badmintoncryer/cdk-preflight, pf-sfn-asl-wait-timing); the form is states-language.net's. */
function checkTimestamp(timestamp: unknown, path: string): readonly Diagnostic[] {
  if (typeof timestamp !== 'string' || timestamp.startsWith('{%')) return [];
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(timestamp)) return [];
  return [schemaProblem('String does not match RFC3339 timestamp', `${path}/Timestamp`)];
}

function checkBatcher(state: JsonObject, path: string, language: QueryLanguage): readonly Diagnostic[] {
  const batcher = state['ItemBatcher'];
  if (!isObject(batcher)) return [];
  const sizes = ['MaxItemsPerBatch', 'MaxInputBytesPerBatch'];
  const paths = language === 'JSONPath' ? sizes.map((field) => `${field}Path`) : [];
  return [
    ...checkKnown(batcher, ['BatchInput', ...sizes, ...paths], `${path}/ItemBatcher`),
    ...checkValues(
      batcher,
      Object.fromEntries(sizes.map((field) => [field, { kind: 'number', minimum: 1, computed: true }])),
      `${path}/ItemBatcher`,
      language,
    ),
  ];
}

function pick(node: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(fields.map((field) => [field, node[field]]));
}
