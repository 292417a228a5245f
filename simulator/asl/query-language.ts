import { isObject, type JsonObject } from './validation/json';

export type QueryLanguage = 'JSONata' | 'JSONPath';

/** Fields of a state that are of one language alone. `Assign` is of both. */
export const ONLY_JSONATA: readonly string[] = ['Arguments', 'Output', 'Items'];
export const ONLY_JSONPATH: readonly string[] = (
  'InputPath OutputPath ResultPath Parameters ResultSelector Result ItemsPath TimeoutSecondsPath HeartbeatSecondsPath ' +
  'SecondsPath TimestampPath MaxConcurrencyPath ToleratedFailurePercentagePath ToleratedFailureCountPath ErrorPath CausePath'
).split(' ');

/**
 * The language of a state or of a machine. JSONPath is asked for by exactly that word; any other value means JSONata (and
 * is refused for itself). A state without the field has the machine's language, wherever it stands: not that of the
 * Parallel or the Map around it (states-language.net/spec.html, "QueryLanguage"; measured, floci-io/floci#2968).
 */
export function languageOf(node: JsonObject, otherwise: QueryLanguage = 'JSONPath'): QueryLanguage {
  if (node['QueryLanguage'] === undefined) return otherwise;
  return node['QueryLanguage'] === 'JSONPath' ? 'JSONPath' : 'JSONata';
}

/**
 * The first field that makes a JSONPath state need JSONPath, or undefined when it means the same in both languages
 * (`{Type: Pass, End: true}` does). Only such states of a JSONPath machine are run.
 */
export function pathLanguageFieldOf(state: JsonObject): string | undefined {
  for (const [field, value] of Object.entries(state)) {
    if (field === 'Branches' || field === 'ItemProcessor') continue;
    if (needsPaths(field)) return field;
    const inside = pathInside(value);
    if (inside !== undefined) return `${field}/${inside}`;
  }
  return undefined;
}

function pathInside(value: unknown): string | undefined {
  if (typeof value === 'string') return value.startsWith('{%') ? value : undefined;
  if (Array.isArray(value)) return value.map(pathInside).find((inside) => inside !== undefined);
  if (!isObject(value)) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (key.endsWith('.$') || needsPaths(key)) return key;
    const inside = pathInside(member);
    if (inside !== undefined) return `${key}/${inside}`;
  }
  return undefined;
}

function needsPaths(field: string): boolean {
  return ONLY_JSONPATH.includes(field) || field.endsWith('Path') || field === 'Variable' || field === 'Iterator';
}
