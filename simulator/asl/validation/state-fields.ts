/**
 * Which fields each type of state takes: every type was asked about every field with ValidateStateMachineDefinition on
 * 2026-09-05 (badmintoncryer/cdk-preflight, pf-sfn-asl-state-fields). A field of another type is
 * `Field 'Catch' is not supported`, at the state.
 */
const words = (text: string): readonly string[] => text.split(' ');

const EVERYWHERE = words('Type Comment QueryLanguage');
const PRODUCING = 'InputPath OutputPath Output';
const GOING_ON = `${PRODUCING} Next End Assign`;
const RECOVERABLE = `${GOING_ON} ResultPath Parameters ResultSelector Retry Catch`;

const FIELDS = {
  Task: words(
    `${RECOVERABLE} Resource Arguments Credentials TimeoutSeconds TimeoutSecondsPath HeartbeatSeconds HeartbeatSecondsPath`,
  ),
  Pass: words(`${GOING_ON} Result ResultPath Parameters`),
  Wait: words(`${GOING_ON} Seconds SecondsPath Timestamp TimestampPath`),
  Choice: words(`${PRODUCING} Assign Choices Default`),
  Parallel: words(`${RECOVERABLE} Arguments Branches`),
  Map: words(
    `${RECOVERABLE} ItemProcessor Iterator Items ItemsPath Label ItemSelector ItemReader ItemBatcher ResultWriter ` +
      'MaxConcurrency MaxConcurrencyPath ToleratedFailurePercentage ToleratedFailurePercentagePath ' +
      'ToleratedFailureCount ToleratedFailureCountPath',
  ),
  Succeed: words(PRODUCING),
  Fail: words('Error ErrorPath Cause CausePath'),
};

export type StateType = keyof typeof FIELDS;

export const STATE_TYPES: readonly string[] = Object.keys(FIELDS);

export function isStateType(value: unknown): value is StateType {
  return typeof value === 'string' && Object.hasOwn(FIELDS, value);
}

export function takesField(type: StateType, field: string): boolean {
  return EVERYWHERE.includes(field) || FIELDS[type].includes(field);
}

export const REQUIRED_FIELDS: Readonly<Partial<Record<StateType, readonly string[]>>> = {
  Task: ['Resource'],
  Choice: ['Choices'],
  Parallel: ['Branches'],
};

/** Of these a state of the type has exactly one, in the order in which AWS names them. */
export const ONE_OF: Readonly<Partial<Record<StateType, readonly string[]>>> = {
  Wait: ['SecondsPath', 'Seconds', 'TimestampPath', 'Timestamp'],
  Map: ['ItemProcessor', 'Iterator'],
};

/** Of these a state has one at the most. */
export const EXCLUSIVE: readonly (readonly string[])[] = [
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'MaxConcurrency',
  'ToleratedFailurePercentage',
  'ToleratedFailureCount',
  'Error',
  'Cause',
].map((field) => [field, `${field}Path`]);
