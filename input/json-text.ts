import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** Something that is wrong with a text, whatever it is about. */
export interface TextProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export class JsonTextError extends Error {
  override readonly name = 'JsonTextError';
  readonly problems: readonly TextProblem[];

  constructor(problems: readonly TextProblem[]) {
    super(problems.map(({ line, message }) => `line ${line}: ${message}`).join('; '));
    this.problems = problems;
  }
}

export interface JsonText {
  readonly value: unknown;
  /**
   * The line, from 1, on which the value at `path` is written, with its name. Where the path leads nowhere, as for a
   * field that is missing, the line of what should hold it.
   */
  lineOf(path: readonly PropertyKey[]): number;
}

/**
 * Reads JSON as people write it: comments, a comma after the last entry and a byte order mark are no mistakes, a name that
 * is written twice is one.
 * @throws JsonTextError
 */
export function parseJson(written: string): JsonText {
  const text = written.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (root === undefined || error !== undefined) throw new JsonTextError([syntaxProblem(text, error)]);
  const twice = duplicates(root, text);
  if (twice.length > 0) throw new JsonTextError(twice);
  return { value: valueOf(root), lineOf: (path) => lineAt(text, nodeAt(root, path).offset) };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Not the library's own: a name such as `__proto__` is a name like others. */
function valueOf({ type, children = [], value }: Node): unknown {
  if (type === 'array') return children.map(valueOf);
  if (type !== 'object') return value;
  return Object.fromEntries(
    children.flatMap(({ children: [name, field] = [] }) =>
      name === undefined || field === undefined ? [] : [[name.value, valueOf(field)]],
    ),
  );
}

function nodeAt(root: Node, path: readonly PropertyKey[]): Node {
  const found = findNodeAtLocation(
    root,
    path.map((name) => (typeof name === 'symbol' ? String(name) : name)),
  );
  if (found !== undefined) return found.parent?.type === 'property' ? found.parent : found;
  return path.length === 0 ? root : nodeAt(root, path.slice(0, -1));
}

function duplicates({ type, children = [] }: Node, text: string): readonly TextProblem[] {
  const lineByName = new Map<unknown, number>();
  const own = (type === 'object' ? children : []).flatMap(({ children: [name] = [] }) => {
    if (name === undefined) return [];
    const [line, first] = [lineAt(text, name.offset), lineByName.get(name.value)];
    if (first !== undefined)
      return [{ line, message: `"${name.value}" is written twice, first on line ${first}: remove one of the two` }];
    lineByName.set(name.value, line);
    return [];
  });
  return [...own, ...children.flatMap((child) => duplicates(child, text))];
}

/** By the name of the library's code; %s is what stands at the place. */
const SYNTAX: Readonly<Record<string, string>> = {
  InvalidSymbol: '%s is no JSON: write names and texts in double quotes',
  InvalidNumberFormat: '%s is no number: write one such as 7 or 0.5',
  UnexpectedEndOfNumber: '%s is no number: write one such as 7 or 0.5',
  PropertyNameExpected: 'write a name in double quotes before %s',
  ValueExpected: 'write a value before %s',
  ColonExpected: 'write a colon before %s',
  CommaExpected: 'write a comma before %s',
  CloseBraceExpected: 'write } before %s',
  CloseBracketExpected: 'write ] before %s',
  EndOfFileExpected: 'remove %s: there is only one value in a file',
  UnexpectedEndOfComment: 'a comment is not closed: write */ at its end',
  UnexpectedEndOfString: 'a text is not closed: write a double quote at its end',
  InvalidUnicode: 'write four hexadecimal digits after \\u',
  InvalidEscapeCharacter: 'write \\\\ for a backslash',
  InvalidCharacter: 'a text has a control character: write \\n for a line break, \\t for a tab',
};

function syntaxProblem(text: string, error: ParseError | undefined): TextProblem {
  const { offset, length } = error ?? { offset: 0, length: 0 };
  const place = text.slice(offset, offset + length) || 'the end of the file';
  const instruction =
    SYNTAX[error === undefined ? 'ValueExpected' : printParseErrorCode(error.error)] ?? 'it ends at %s';
  return { line: lineAt(text, offset), message: `not valid JSON: ${instruction.replace('%s', () => place)}` };
}
