import { AwsError } from '../../service';
import type { ParameterDefinition } from './template';

/** The value of one template parameter in a stack. */
export type ParameterValue = {
  /** What was given: for an SSM parameter type the parameter's name. */
  readonly given: string;
  /** What `Ref` gives. */
  readonly value: string | readonly string[];
  readonly isSsm: boolean;
  readonly noEcho: boolean;
};

export type ParameterValues = ReadonlyMap<string, ParameterValue>;

/** What the caller gives: a value, or that the stack's present one stays. */
export type GivenParameter = { readonly key: string; readonly value?: string; readonly usePrevious?: boolean };

/** Reads the values of SSM parameters by name; a name that does not exist is missing from the map. */
export type FetchSsm = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Gives every parameter of a template its value, checked against its constraints. */
export async function resolveParameters(
  definitions: Readonly<Record<string, ParameterDefinition>>,
  given: readonly GivenParameter[],
  previous: ParameterValues,
  fetchSsm: FetchSsm,
): Promise<ParameterValues> {
  const unknown = given.filter(({ key }) => definitions[key] === undefined).map(({ key }) => key);
  if (unknown.length > 0) throw invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const texts = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, definition] of Object.entries(definitions)) {
    const entry = given.find(({ key }) => key === name);
    const text = entry?.usePrevious === true ? previous.get(name)?.given : (entry?.value ?? defaultOf(definition));
    if (text === undefined) missing.push(name);
    else texts.set(name, text);
  }
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`);
  for (const [name, text] of texts) checkConstraints(name, definitions[name], text);
  const fetched = await fetchAll(definitions, texts, fetchSsm);
  return new Map(
    [...texts].map(([name, text]) => [name, valueOf(definitions[name], text, fetched.get(text) ?? text)] as const),
  );
}

function defaultOf(definition: ParameterDefinition): string | undefined {
  return definition.Default === undefined ? undefined : String(definition.Default);
}

const SSM_VALUE = /^AWS::SSM::Parameter::Value<(.+)>$/;
const LIST = /^(CommaDelimitedList|List<.+>)$/;

async function fetchAll(
  definitions: Readonly<Record<string, ParameterDefinition>>,
  texts: ReadonlyMap<string, string>,
  fetchSsm: FetchSsm,
): Promise<ReadonlyMap<string, string>> {
  const names = [...texts].filter(([name]) => SSM_VALUE.test(definitions[name]?.Type ?? '')).map(([, text]) => text);
  if (names.length === 0) return new Map();
  const fetched = await fetchSsm([...new Set(names)]);
  const missing = names.filter((name) => !fetched.has(name));
  if (missing.length > 0) {
    throw invalid(`Unable to fetch parameters [${missing.join(',')}] from parameter store for this account.`);
  }
  return fetched;
}

function valueOf(definition: ParameterDefinition | undefined, given: string, text: string): ParameterValue {
  const type = definition?.Type ?? 'String';
  const inner = SSM_VALUE.exec(type)?.[1] ?? type;
  const known = ['String', 'Number'].includes(inner) || LIST.test(inner) || inner.startsWith('AWS::');
  if (!known) throw invalid(`Template format error: Unrecognized parameter type: ${type}`);
  return {
    given,
    value: LIST.test(inner) ? text.split(',').map((item) => item.trim()) : text,
    isSsm: SSM_VALUE.test(type),
    noEcho: definition?.NoEcho ?? false,
  };
}

function checkConstraints(name: string, definition: ParameterDefinition | undefined, text: string): void {
  if (definition === undefined) return;
  const refuse = (rule: string): never => {
    throw invalid(`Parameter '${name}' ${definition.ConstraintDescription ?? rule}`);
  };
  const { AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = definition;
  if (definition.Type === 'Number' && (text.trim() === '' || Number.isNaN(Number(text)))) refuse('must be a number.');
  if (AllowedValues !== undefined && !AllowedValues.map(String).includes(text)) refuse('must be one of AllowedValues');
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(text)) {
    refuse(`must match pattern ${AllowedPattern}`);
  }
  if (MinLength !== undefined && text.length < MinLength) refuse(`must contain at least ${MinLength} characters`);
  if (MaxLength !== undefined && text.length > MaxLength) refuse(`must contain at most ${MaxLength} characters`);
  if (MinValue !== undefined && Number(text) < MinValue) refuse(`must be a number not less than ${MinValue}`);
  if (MaxValue !== undefined && Number(text) > MaxValue) refuse(`must be a number not greater than ${MaxValue}`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
