import type { MachineDefinition } from './definition';
import { InvalidDefinitionError, NotModelledError } from './errors';
import { languageOf, pathLanguageFieldOf } from './query-language';
import { isObject, type JsonObject } from './validation/json';
import type { IsOperation } from './validation/check-resource';
import { readJson, validateDefinition } from './validation/validate-definition';
import { statesOf, workflowsOf } from './validation/workflows';

/**
 * Reads a state machine. What AWS refuses is refused as AWS refuses it; what the interpreter does not model (a state
 * that needs JSONPath, ItemReader, …) is an error that says so.
 *
 * @throws InvalidDefinitionError, NotModelledError
 */
export function parseDefinition(document: unknown, isOperation?: IsOperation): MachineDefinition {
  const diagnostics = validateDefinition(document, isOperation);
  if (diagnostics.length > 0 || !isObject(document)) throw new InvalidDefinitionError(diagnostics);
  refuseWhatIsNotModelled(document);
  // Its form was checked field by field.
  return document as unknown as MachineDefinition;
}

export function parseDefinitionText(text: string, isOperation?: IsOperation): MachineDefinition {
  const read = readJson(text);
  if ('problem' in read) throw new InvalidDefinitionError([read.problem]);
  return parseDefinition(read.document, isOperation);
}

const UNMODELLED = ['ItemReader', 'ResultWriter', 'Credentials', 'Iterator'];

/** Whatever needs JSONPath, and fields of JSONata states that AWS has and we do not. */
function refuseWhatIsNotModelled(machine: JsonObject): void {
  for (const workflow of workflowsOf(machine)) {
    for (const [name, state] of statesOf(workflow)) {
      const field = languageOf(state, languageOf(machine)) === 'JSONata' ? undefined : pathLanguageFieldOf(state);
      if (field !== undefined) throw new NotModelledError(`state "${name}": JSONPath (field ${field})`);
      const unmodelled = UNMODELLED.find((each) => each in state);
      if (unmodelled !== undefined) throw new NotModelledError(`state "${name}": ${unmodelled}`);
    }
  }
}
