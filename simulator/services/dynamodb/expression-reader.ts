import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../service';
import type { Path } from './attribute-value';
import { isReservedWord } from './reserved-words';

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[] };

/** What the placeholders of a request's expressions stand for, and which of them were used. */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, AttributeValue>>;
  readonly #used = new Set<string>();

  constructor(
    names: Readonly<Record<string, string>> | undefined,
    values: Readonly<Record<string, AttributeValue>> | undefined,
  ) {
    this.#names = names ?? {};
    this.#values = values ?? {};
  }

  name(placeholder: string): string | undefined {
    this.#used.add(placeholder);
    return this.#names[placeholder];
  }

  value(placeholder: string): AttributeValue | undefined {
    this.#used.add(placeholder);
    return this.#values[placeholder];
  }

  /** A placeholder that no expression mentions is an error. Call this when all expressions have been read. */
  requireAllUsed(): void {
    for (const [field, table] of [
      ['ExpressionAttributeNames', this.#names],
      ['ExpressionAttributeValues', this.#values],
    ] as const) {
      const unused = Object.keys(table).filter((placeholder) => !this.#used.has(placeholder));
      if (unused.length > 0) {
        throw invalid(`Value provided in ${field} unused in expressions: keys: {${unused.join(', ')}}`);
      }
    }
  }
}

const TOKEN = /\s*(?:([A-Za-z_]\w*)|(#\w+)|(:\w+)|(\d+)|(<>|<=|>=|[=<>()[\],.+-])|(\S))/y;

type Token = { readonly kind: 'word' | 'name' | 'value' | 'number' | 'symbol' | 'end'; readonly text: string };

/** Reads one expression token by token, and the operands that condition and update expressions share. */
export class ExpressionReader {
  readonly #field: string;
  readonly #tokens: readonly Token[];
  readonly #placeholders: Placeholders;
  #position = 0;

  /** @param field `ConditionExpression`: for the error messages */
  constructor(field: string, text: string, placeholders: Placeholders) {
    this.#field = field;
    this.#placeholders = placeholders;
    if (text.trim() === '') throw invalid(`Invalid ${field}: The expression can not be empty;`);
    this.#tokens = this.#split(text);
  }

  get isAtEnd(): boolean {
    return this.#peek().kind === 'end';
  }

  /** Takes the next token if it is this symbol or, in any case, this keyword. */
  take(text: string): boolean {
    const token = this.#peek();
    const found =
      token.kind === 'word' ? token.text.toUpperCase() === text : token.kind === 'symbol' && token.text === text;
    if (found) this.#position += 1;
    return found;
  }

  takeOneOf<Text extends string>(texts: readonly Text[]): Text | undefined {
    return texts.find((text) => this.take(text));
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.syntaxError();
  }

  /** The name of a function, if one is called here. */
  peekCall(): string | undefined {
    const { kind, text } = this.#peek();
    const next = this.#tokens[this.#position + 1];
    return kind === 'word' && next?.kind === 'symbol' && next.text === '(' ? text : undefined;
  }

  operand(): Operand {
    const name = this.peekCall();
    if (name !== undefined) return { kind: 'call', name, operands: this.#callOperands() };
    const token = this.#peek();
    if (token.kind !== 'value') return { kind: 'path', path: this.path() };
    this.#position += 1;
    const value = this.#placeholders.value(token.text);
    if (value !== undefined) return { kind: 'value', value };
    throw this.error(`An expression attribute value used in expression is not defined; attribute value: ${token.text}`);
  }

  path(): Path {
    const path: (string | number)[] = [this.#attributeName()];
    for (;;) {
      if (this.take('.')) path.push(this.#attributeName());
      else if (this.take('[')) {
        const token = this.#next();
        if (token.kind !== 'number') throw this.syntaxError();
        path.push(Number(token.text));
        this.expect(']');
      } else return path;
    }
  }

  syntaxError(): AwsError {
    const near = this.#tokens.slice(Math.max(0, this.#position - 1), this.#position + 2).map(({ text }) => text);
    const { kind, text } = this.#peek();
    return this.error(`Syntax error; token: "${kind === 'end' ? '<EOF>' : text}", near: "${near.join(' ').trim()}"`);
  }

  error(message: string): AwsError {
    return invalid(`Invalid ${this.#field}: ${message}`);
  }

  #callOperands(): readonly Operand[] {
    this.#position += 2;
    const operands = [this.operand()];
    while (this.take(',')) operands.push(this.operand());
    this.expect(')');
    return operands;
  }

  #attributeName(): string {
    const { kind, text } = this.#peek();
    if (kind !== 'word' && kind !== 'name') throw this.syntaxError();
    this.#position += 1;
    if (kind === 'word') {
      if (isReservedWord(text)) {
        throw this.error(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
      }
      return text;
    }
    const name = this.#placeholders.name(text);
    if (name !== undefined) return name;
    throw this.error(`An expression attribute name used in the document path is not defined; attribute name: ${text}`);
  }

  #peek(): Token {
    return this.#tokens[this.#position] ?? { kind: 'end', text: '' };
  }

  #next(): Token {
    const token = this.#peek();
    this.#position += 1;
    return token;
  }

  #split(text: string): readonly Token[] {
    const tokens: Token[] = [];
    for (const [, word, name, value, number, symbol, other] of text.trim().matchAll(new RegExp(TOKEN, 'gy'))) {
      if (other !== undefined) throw this.error(`Syntax error; token: "${other}", near: "${text}"`);
      if (word !== undefined) tokens.push({ kind: 'word', text: word });
      else if (name !== undefined) tokens.push({ kind: 'name', text: name });
      else if (value !== undefined) tokens.push({ kind: 'value', text: value });
      else if (number !== undefined) tokens.push({ kind: 'number', text: number });
      else tokens.push({ kind: 'symbol', text: symbol ?? '' });
    }
    return tokens;
  }
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
