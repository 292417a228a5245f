import { type Diagnostic, schemaProblem } from '../diagnostic';
import { languageOf } from '../query-language';
import type { IsOperation } from './check-resource';
import { checkQueryLanguage, checkState } from './check-state';
import { isObject, type JsonObject } from './json';
import { checkKnown, checkRequired, checkValues } from './values';
import { type Workflow, workflowsOf } from './workflows';

/** The form of a definition: fields, their values, and which go together. Each message is AWS's unless it says otherwise. */
export function checkSchema(machine: JsonObject, isOperation: IsOperation): readonly Diagnostic[] {
  const language = languageOf(machine);
  return [...workflowsOf(machine)].flatMap((workflow) => [
    ...(workflow.path === '' ? checkMachine(machine) : checkInner(workflow)),
    ...checkStates(workflow),
    ...Object.entries(workflow.states).flatMap(([name, state]) => {
      const path = `${workflow.path}/States/${name}`;
      if (!isObject(state)) return [schemaProblem('Expected value of type [OBJECT]', path)];
      return [
        ...checkName(name, path),
        ...checkState(state, path, language, isOperation),
        ...checkBranches(state, path),
      ];
    }),
  ]);
}

/** Recorded in LocalStack's test_sfn_api_validation.snapshot.json. */
function checkMachine(machine: JsonObject): readonly Diagnostic[] {
  const missing = checkRequired(machine, ['States', 'StartAt'], '/');
  return [
    ...missing,
    ...checkKnown(machine, ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'], '/'),
    ...checkQueryLanguage(machine, ''),
    ...checkValues(
      machine,
      {
        Comment: { kind: 'string' },
        StartAt: { kind: 'string' },
        States: { kind: 'object' },
        TimeoutSeconds: { kind: 'number', minimum: 0, maximum: 99_999_999 },
        Version: { kind: 'one of', values: ['1.0'] },
      },
      '',
      'JSONPath',
    ),
  ];
}

/** A branch or a processor. It has no language of its own (floci-io/floci#2968). */
function checkInner({ node, path }: Workflow): readonly Diagnostic[] {
  const isBranch = path.endsWith(']');
  return [
    ...checkRequired(node, ['StartAt', 'States'], path),
    ...checkKnown(node, ['Comment', 'StartAt', 'States', ...(isBranch ? [] : ['ProcessorConfig'])], path),
    ...checkValues(
      node,
      {
        Comment: { kind: 'string' },
        StartAt: { kind: 'string' },
        States: { kind: 'object' },
        ProcessorConfig: { kind: 'object' },
      },
      path,
      'JSONPath',
    ),
    ...checkProcessor(node['ProcessorConfig'], `${path}/ProcessorConfig`),
  ];
}

/** badmintoncryer/cdk-preflight, pf-sfn-asl-map-distributed. */
function checkProcessor(config: unknown, path: string): readonly Diagnostic[] {
  if (!isObject(config)) return [];
  const isDistributed = config['Mode'] === 'DISTRIBUTED';
  return [
    ...checkKnown(config, isDistributed ? ['Mode', 'ExecutionType'] : ['Mode'], path),
    ...(isDistributed ? checkRequired(config, ['ExecutionType'], path) : []),
    ...checkValues(
      config,
      {
        Mode: { kind: 'one of', values: ['INLINE', 'DISTRIBUTED'] },
        ExecutionType: { kind: 'one of', values: ['STANDARD', 'EXPRESS'] },
      },
      path,
      'JSONPath',
    ),
  ];
}

function checkStates({ node, states, path }: Workflow): readonly Diagnostic[] {
  const isEmpty = isObject(node['States']) && Object.keys(states).length === 0;
  return isEmpty ? [schemaProblem('Value cannot be empty', `${path}/States`)] : [];
}

function checkBranches(state: JsonObject, path: string): readonly Diagnostic[] {
  if (state['Type'] !== 'Parallel' || !Array.isArray(state['Branches'])) return [];
  const branches: readonly unknown[] = state['Branches'];
  if (branches.length === 0) return [schemaProblem('Value cannot be empty', `${path}/Branches`)];
  return branches.flatMap((branch, index) =>
    isObject(branch) ? [] : [schemaProblem('Expected value of type [OBJECT]', `${path}/Branches[${index}]`)],
  );
}

const MAXIMUM_NAME_LENGTH = 80;

/** The code and the limit are AWS's (Developer Guide, "State machine structure"); the beginning of the text is not public. */
function checkName(name: string, location: string): readonly Diagnostic[] {
  if (name.length > 0 && name.length <= MAXIMUM_NAME_LENGTH) return [];
  const message = `The state name '${name}' exceeds the ${MAXIMUM_NAME_LENGTH}-character limit allowed by the service`;
  return [{ code: 'INVALID_STATE_NAME', message, location }];
}
