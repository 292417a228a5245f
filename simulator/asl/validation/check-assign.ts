import { type Diagnostic, schemaProblem } from '../diagnostic';
import { MAXIMUM_VARIABLE_NAME_LENGTH } from '../quotas';
import { isObject, type JsonObject } from './json';

/**
 * The names that variables may have: identifiers of Unicode, of 80 characters at the most, and not `states`, which is
 * reserved (Developer Guide, "Passing data between states with variables"). What AWS writes is not public.
 */
export function checkAssign(node: JsonObject, path: string): readonly Diagnostic[] {
  const assign = node['Assign'];
  if (!isObject(assign)) return [];
  return Object.keys(assign).flatMap((key) => {
    // A JSONPath state marks a value that is a path by the end of the name.
    const name = key.endsWith('.$') ? key.slice(0, -2) : key;
    const problem = problemOf(name);
    return problem === undefined ? [] : [schemaProblem(problem, `${path}/Assign/${key}`)];
  });
}

function problemOf(name: string): string | undefined {
  if (name === 'states') return "The variable name 'states' is reserved";
  if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)) return `'${name}' is not a valid variable name`;
  if (name.length <= MAXIMUM_VARIABLE_NAME_LENGTH) return undefined;
  return `The variable name '${name}' exceeds the ${MAXIMUM_VARIABLE_NAME_LENGTH}-character limit`;
}
