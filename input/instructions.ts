import type * as z from 'zod';

/** What to write, where a schema does not say it itself: the library's own texts are for programmers. */
export function instructionOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `write ${KINDS[issue.expected as string] ?? `a value of type ${issue.expected}`}`;
    case 'invalid_value':
      return `write ${either((issue.values as readonly unknown[]).map((value) => JSON.stringify(value)))}`;
    case 'too_small':
      return `write ${limited(issue.origin, issue.minimum as number, issue.inclusive === false ? 'more than' : 'at least')}`;
    case 'too_big':
      return `write ${limited(issue.origin, issue.maximum as number, issue.inclusive === false ? 'less than' : 'at most')}`;
    case 'not_multiple_of':
      return `write a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return `write ${either(kindsOf(issue.errors as readonly (readonly z.core.$ZodIssue[])[]))}`;
    default:
      return 'write another value';
  }
}

/** Where an object belongs, and there is none. */
export const AN_OBJECT = 'write an object';

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

function limited(origin: unknown, limit: number, amount: 'more than' | 'at least' | 'less than' | 'at most'): string {
  switch (origin) {
    case 'string':
      return amount === 'at least' && limit === 1
        ? 'a text that is not empty'
        : `a text of ${amount} ${limit} characters`;
    case 'array':
      return `a list of ${amount} ${limit}`;
    default:
      return `a number, ${amount} ${limit}`;
  }
}

function kindsOf(errors: readonly (readonly z.core.$ZodIssue[])[]): readonly string[] {
  const kinds = errors.flatMap((issues) =>
    issues.flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : [])),
  );
  return kinds.length === 0 ? ['another value'] : [...new Set(kinds)].map((kind) => KINDS[kind] ?? kind);
}

/** `a, b or c` */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
