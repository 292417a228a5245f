/** A state machine in the Amazon States Language with JSONata, as the interpreter reads it (states-language.net/spec.html). */
export interface MachineDefinition extends Fragment {
  readonly TimeoutSeconds?: number;
}

/** States that hand over to each other: a machine, a branch of a Parallel, the processor of a Map. */
export interface Fragment {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | ParallelState
  | MapState
  | SucceedState
  | FailState;

/** Any JSON; a string of the form `{% … %}` anywhere inside is evaluated. */
export type FieldTemplate = unknown;
export type NumberOrExpression = number | string;

interface Transition {
  readonly Next?: string;
  readonly End?: boolean;
}

interface Producing {
  readonly Output?: FieldTemplate;
  readonly Assign?: Readonly<Record<string, FieldTemplate>>;
}

/** What Task, Parallel and Map share: they can fail, be tried again, and hand an error on. */
export interface Recoverable extends Transition, Producing {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher extends Producing {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

export interface TaskState extends Recoverable {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments?: FieldTemplate;
  readonly TimeoutSeconds?: NumberOrExpression;
  readonly HeartbeatSeconds?: NumberOrExpression;
}

export interface PassState extends Transition, Producing {
  readonly Type: 'Pass';
}

export interface ChoiceState extends Producing {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface ChoiceRule extends Producing {
  readonly Condition: boolean | string;
  readonly Next: string;
}

export interface WaitState extends Transition, Producing {
  readonly Type: 'Wait';
  readonly Seconds?: NumberOrExpression;
  readonly Timestamp?: string;
}

export interface ParallelState extends Recoverable {
  readonly Type: 'Parallel';
  readonly Branches: readonly Fragment[];
  readonly Arguments?: FieldTemplate;
}

export interface MapState extends Recoverable {
  readonly Type: 'Map';
  readonly Items?: FieldTemplate;
  readonly ItemSelector?: FieldTemplate;
  readonly ItemBatcher?: ItemBatcher;
  readonly ItemProcessor: Fragment & { readonly ProcessorConfig?: { readonly Mode?: 'INLINE' | 'DISTRIBUTED' } };
  readonly MaxConcurrency?: NumberOrExpression;
  readonly ToleratedFailureCount?: NumberOrExpression;
  readonly ToleratedFailurePercentage?: NumberOrExpression;
}

export interface ItemBatcher {
  readonly BatchInput?: FieldTemplate;
  readonly MaxItemsPerBatch?: NumberOrExpression;
  readonly MaxInputBytesPerBatch?: NumberOrExpression;
}

export interface SucceedState {
  readonly Type: 'Succeed';
  readonly Output?: FieldTemplate;
}

export interface FailState {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly Cause?: string;
}
