import type { Diagnostic } from '../diagnostic';
import { checkExpressions } from './check-expressions';
import { checkGraph } from './check-graph';
import type { IsOperation } from './check-resource';
import { checkSchema } from './check-schema';
import { isObject } from './json';

/**
 * Why Step Functions would not create a state machine with this definition; nothing when it would. The one judge of
 * CreateStateMachine, UpdateStateMachine, ValidateStateMachineDefinition, CloudFormation and the check at synthesis.
 *
 * A definition whose form is wrong is judged no further: AWS says nothing of reachability where StartAt is missing
 * (recorded in LocalStack's test_sfn_api_validation.snapshot.json).
 */
export function validateDefinition(
  document: unknown,
  isOperation: IsOperation = () => undefined,
): readonly Diagnostic[] {
  if (!isObject(document)) {
    return [{ code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object' }];
  }
  const form = checkSchema(document, isOperation);
  return form.length > 0 ? form : [...checkExpressions(document), ...checkGraph(document)];
}

/** Of the text as it is handed over. */
export function validateDefinitionText(text: string, isOperation?: IsOperation): readonly Diagnostic[] {
  const read = readJson(text);
  return 'problem' in read ? [read.problem] : validateDefinition(read.document, isOperation);
}

export function readJson(text: string): { readonly document: unknown } | { readonly problem: Diagnostic } {
  if (text === '') return { document: undefined };
  try {
    return { document: JSON.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: { code: 'INVALID_JSON_DESCRIPTION', message } };
  }
}
