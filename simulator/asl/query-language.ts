const PATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'Parameters',
  'ResultSelector',
  'Result',
  'ItemsPath',
  'Variable',
  'Iterator',
];

/**
 * The first field that makes a JSONPath state need JSONPath, or undefined when it means the same in both languages
 * (`{Type: Pass, End: true}` does). Only such states of a JSONPath machine are run.
 */
export function pathLanguageFieldOf(state: Readonly<Record<string, unknown>>): string | undefined {
  for (const [field, value] of Object.entries(state)) {
    if (field === 'Branches' || field === 'ItemProcessor') continue;
    if (PATH_FIELDS.includes(field) || field.endsWith('Path')) return field;
    const inside = pathInside(value);
    if (inside !== undefined) return `${field}/${inside}`;
  }
  return undefined;
}

function pathInside(value: unknown): string | undefined {
  if (typeof value === 'string') return value.startsWith('{%') ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (key.endsWith('.$') || key.endsWith('Path') || PATH_FIELDS.includes(key)) return key;
    const inside = pathInside(member);
    if (inside !== undefined) return `${key}/${inside}`;
  }
  return undefined;
}
