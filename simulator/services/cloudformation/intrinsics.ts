import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';

/** What a template's functions look things up in. Each member throws a ValidationError for a name it does not know. */
export interface TemplateScope {
  readonly region: string;
  /** A parameter, a pseudo parameter or a resource's physical id. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(name: string, first: string, second: string): unknown;
  importValue(name: string): unknown;
}

/** What `AWS::NoValue` stands for: the property, or the list's item, is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** The zones of every simulated region, by their last letter. */
export const ZONE_LETTERS = ['a', 'b', 'c'] as const;

/** Replaces every intrinsic function in a template value by what it gives. */
export function resolve(value: unknown, scope: TemplateScope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (!isObject(value)) return value;
  const call = functionCall(value);
  if (call !== undefined) return evaluate(call.name, call.argument, scope);
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

/** The function that an object calls, if it is a call: an object of the one key `Ref` or `Fn::…`. */
export function functionCall(value: Readonly<Record<string, unknown>>): FunctionCall | undefined {
  const keys = Object.keys(value);
  const [name] = keys;
  if (keys.length !== 1 || name === undefined || (name !== 'Ref' && !name.startsWith('Fn::'))) return undefined;
  return { name, argument: value[name] };
}

export type FunctionCall = { readonly name: string; readonly argument: unknown };

/** Whether a condition function holds (`Fn::Equals`, `Fn::And`, …, or a reference to a named condition). */
export function evaluateCondition(value: unknown, scope: TemplateScope): boolean {
  if (!isObject(value)) throw invalid(`Every condition must be a condition function, not ${JSON.stringify(value)}`);
  const [name, argument] = Object.entries(value)[0] ?? [];
  const operands = (): boolean[] => list(name, argument).map((operand) => evaluateCondition(operand, scope));
  switch (name) {
    case 'Condition':
      return scope.condition(text(name, argument));
    case 'Fn::Equals': {
      const [left, right] = list(name, argument).map((operand) => JSON.stringify(comparable(resolve(operand, scope))));
      return left === right;
    }
    case 'Fn::And':
      return operands().every(Boolean);
    case 'Fn::Or':
      return operands().some(Boolean);
    case 'Fn::Not':
      return !operands().some(Boolean);
    case 'Fn::Contains': {
      const [values, sought] = list(name, argument).map((operand) => resolve(operand, scope));
      return list(name, values).map(comparable).includes(comparable(sought));
    }
    default:
      throw notModelled(`The condition function ${String(name)}`);
  }
}

/** The `${…}` references of an `Fn::Sub` string, without the literal `${!…}`. */
export function referencesOfSub(template: string): readonly string[] {
  return [...template.matchAll(SUB_REFERENCE)].flatMap(([, name]) => (name === undefined ? [] : [name.trim()]));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const SUB_REFERENCE = /\$\{([^!}][^}]*)\}/g;

function evaluate(name: string, argument: unknown, scope: TemplateScope): unknown {
  switch (name) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? NO_VALUE : scope.ref(text(name, argument));
    case 'Fn::GetAtt':
      return getAttribute(argument, scope);
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Join': {
      const [delimiter, items] = list(name, argument);
      return list(name, resolve(items, scope))
        .map((item) => text(name, item))
        .join(text(name, delimiter));
    }
    case 'Fn::Select': {
      const [index, items] = list(name, argument).map((item) => resolve(item, scope));
      const chosen = list(name, items)[Number(index)];
      if (chosen === undefined) throw invalid(`Fn::Select cannot select nonexistent value at index ${String(index)}`);
      return chosen;
    }
    case 'Fn::Split': {
      const [delimiter, source] = list(name, argument);
      return text(name, resolve(source, scope)).split(text(name, delimiter));
    }
    case 'Fn::FindInMap': {
      const operands = list(name, argument);
      if (operands.length !== 3) throw notModelled('Fn::FindInMap with a default value');
      const [map = '', first = '', second = ''] = operands.map((item) => text(name, resolve(item, scope)));
      return scope.mapping(map, first, second);
    }
    case 'Fn::If': {
      const [condition, whenTrue, whenFalse] = list(name, argument);
      return resolve(scope.condition(text(name, condition)) ? whenTrue : whenFalse, scope);
    }
    case 'Fn::GetAZs': {
      const region = text(name, resolve(argument, scope)) || scope.region;
      return ZONE_LETTERS.map((letter) => `${region}${letter}`);
    }
    case 'Fn::Base64':
      return Buffer.from(text(name, resolve(argument, scope)), 'utf8').toString('base64');
    case 'Fn::ImportValue':
      return scope.importValue(text(name, resolve(argument, scope)));
    case 'Fn::GetStackOutput':
      throw notModelled('Fn::GetStackOutput (a reference to a stack elsewhere; use a fixed name in its place)');
    default:
      throw notModelled(`The intrinsic function ${name}`);
  }
}

/** `[logicalId, attribute]` or `logicalId.attribute`. */
function getAttribute(argument: unknown, scope: TemplateScope): unknown {
  const [logicalId, attribute] = attributeReference(argument);
  return scope.attribute(logicalId, text('Fn::GetAtt', resolve(attribute, scope)));
}

export function attributeReference(argument: unknown): readonly [logicalId: string, attribute: unknown] {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot > 0) return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  const [logicalId, attribute] = list('Fn::GetAtt', argument);
  return [text('Fn::GetAtt', logicalId), attribute];
}

function substitute(argument: unknown, scope: TemplateScope): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const given = isObject(variables) ? variables : {};
  return text('Fn::Sub', template)
    .replaceAll(SUB_REFERENCE, (_, reference: string) => {
      const name = reference.trim();
      if (name in given) return text('Fn::Sub', resolve(given[name], scope));
      return text('Fn::Sub', name.includes('.') ? getAttribute(name, scope) : scope.ref(name));
    })
    .replaceAll('${!', '${');
}

function list(name: string | undefined, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalid(`${String(name)} requires a list, not ${JSON.stringify(value)}`);
}

function text(name: string | undefined, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalid(`${String(name)} requires a string, not ${JSON.stringify(value)}`);
}

/** CloudFormation compares scalars by their text. */
function comparable(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', `Template error: ${message}`);
}
