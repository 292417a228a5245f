/** A part of a source text that is of one kind; the parts together are the text. */
export interface Piece {
  /** `template`: what stands between backticks, without what is in `${}`. */
  readonly kind: 'code' | 'comment' | 'string' | 'template' | 'regex';
  /** A string has its quotes. */
  readonly text: string;
  readonly line: number;
}

/** Where a slash begins a regular expression and is no division. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};>~+*%<-]|\b(?:return|typeof|case|in|of|do|else|yield|await))\s*$/;

/**
 * Splits TypeScript or JavaScript into code, comments and texts. No parser: what the rules ask is where a sentence, an
 * import or a comment stands.
 */
export function piecesOf(text: string): readonly Piece[] {
  const known = read.get(text);
  if (known !== undefined) return known;
  const pieces = split(text);
  read.set(text, pieces);
  return pieces;
}

/** Several rules read the same files. */
const read = new Map<string, readonly Piece[]>();

function split(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  /** How many braces are open inside each `${`. */
  const open: number[] = [];
  let line = 1;
  let at = 0;
  let codeFrom = 0;

  const push = (kind: Piece['kind'], from: number, to: number): void => {
    if (to <= from) return;
    const part = text.slice(from, to);
    pieces.push({ kind, text: part, line });
    line += part.split('\n').length - 1;
  };
  const take = (kind: Piece['kind'], end: number): void => {
    push('code', codeFrom, at);
    push(kind, at, end);
    at = end;
    codeFrom = end;
  };
  const takeTemplate = (): void => {
    const end = endOfTemplate(text, at + 1);
    if (text.startsWith('${', end - 2)) open.push(0);
    take('template', end);
  };

  while (at < text.length) {
    const char = text.charAt(at);
    if (text.startsWith('//', at)) take('comment', indexOr(text, '\n', at, 0));
    else if (text.startsWith('/*', at)) take('comment', indexOr(text, '*/', at + 2, 2));
    else if (char === '"' || char === "'") take('string', endOfString(text, at));
    else if (char === '`') takeTemplate();
    else if (char === '/' && BEFORE_REGEX.test(text.slice(Math.max(0, at - 40), at)))
      take('regex', endOfRegex(text, at));
    else if (char === '}' && open.at(-1) === 0) {
      open.pop();
      takeTemplate();
    } else {
      const depth = open.at(-1);
      if (depth !== undefined && char === '{') open[open.length - 1] = depth + 1;
      if (depth !== undefined && char === '}') open[open.length - 1] = depth - 1;
      at += 1;
    }
  }
  push('code', codeFrom, at);
  return pieces;
}

function indexOr(text: string, search: string, from: number, plus: number): number {
  const found = text.indexOf(search, from);
  return found === -1 ? text.length : found + plus;
}

function endOfString(text: string, from: number): number {
  const quote = text.charAt(from);
  let at = from + 1;
  while (at < text.length && text.charAt(at) !== quote && text.charAt(at) !== '\n')
    at += text.charAt(at) === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

/** Behind the closing backtick, or behind the `${` that interrupts. */
function endOfTemplate(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (text.charAt(at) === '`') return at + 1;
    if (text.startsWith('${', at)) return at + 2;
    at += text.charAt(at) === '\\' ? 2 : 1;
  }
  return text.length;
}

function endOfRegex(text: string, from: number): number {
  let at = from + 1;
  let inClass = false;
  while (at < text.length && text.charAt(at) !== '\n') {
    const char = text.charAt(at);
    if (char === '[') inClass = true;
    if (char === ']') inClass = false;
    if (char === '/' && !inClass) return at + 1;
    at += char === '\\' ? 2 : 1;
  }
  return at;
}
