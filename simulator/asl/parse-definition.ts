import * as z from 'zod';
import type { Fragment, MachineDefinition } from './definition';
import { InvalidDefinitionError, NotModelledError } from './errors';
import { pathLanguageFieldOf } from './query-language';

/**
 * Reads a state machine. A field that AWS does not know is refused as AWS refuses it; what the interpreter does not
 * model (a state that needs JSONPath, ItemReader, …) is an error that says so.
 */
export function parseDefinition(document: unknown): MachineDefinition {
  refuseWhatIsNotModelled(document, 'JSONPath');
  const parsed = Machine.safeParse(document);
  if (!parsed.success) throw new InvalidDefinitionError(describe(parsed.error));
  checkTransitions(parsed.data, '');
  return parsed.data;
}

export function parseDefinitionText(text: string): MachineDefinition {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidDefinitionError(`INVALID_JSON_DESCRIPTION: the definition is not valid JSON: ${reason}`);
  }
  return parseDefinition(document);
}

const Comment = { Comment: z.string().optional(), QueryLanguage: z.enum(['JSONata', 'JSONPath']).optional() };
const Transition = { Next: z.string().optional(), End: z.boolean().optional() };
const Producing = { Output: z.unknown().optional(), Assign: z.record(z.string(), z.unknown()).optional() };
const Expression = z.string();
const NumberOrExpression = z.union([z.number(), Expression]);
const ErrorEquals = z.array(z.string()).min(1);

const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals,
  IntervalSeconds: z.int().positive().optional(),
  MaxAttempts: z.int().min(0).max(99_999_999).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().positive().max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
const Catcher = z.strictObject({ Comment: z.string().optional(), ErrorEquals, Next: z.string(), ...Producing });
const Recoverable = {
  ...Comment,
  ...Transition,
  ...Producing,
  Retry: z.array(Retrier).optional(),
  Catch: z.array(Catcher).optional(),
};

const States = z.lazy(() => z.record(z.string().min(1).max(80), State));
const FragmentFields = { Comment: z.string().optional(), StartAt: z.string(), States };
const Branch: z.ZodType<Fragment> = z.lazy(() => z.strictObject(FragmentFields));
const Processor: z.ZodType<Fragment & { ProcessorConfig?: { Mode?: 'INLINE' | 'DISTRIBUTED' } }> = z.lazy(() =>
  z.strictObject({
    ...FragmentFields,
    ProcessorConfig: z
      .strictObject({
        Mode: z.enum(['INLINE', 'DISTRIBUTED']).optional(),
        ExecutionType: z.enum(['STANDARD', 'EXPRESS']).optional(),
      })
      .optional(),
  }),
);

const State = z.discriminatedUnion('Type', [
  z.strictObject({
    ...Recoverable,
    Type: z.literal('Task'),
    Resource: z.string(),
    Arguments: z.unknown().optional(),
    TimeoutSeconds: NumberOrExpression.optional(),
    HeartbeatSeconds: NumberOrExpression.optional(),
  }),
  z.strictObject({ ...Comment, ...Transition, ...Producing, Type: z.literal('Pass') }),
  z.strictObject({
    ...Comment,
    ...Producing,
    Type: z.literal('Choice'),
    Choices: z
      .array(
        z.strictObject({
          Comment: z.string().optional(),
          Condition: z.union([z.boolean(), Expression]),
          Next: z.string(),
          ...Producing,
        }),
      )
      .min(1),
    Default: z.string().optional(),
  }),
  z.strictObject({
    ...Comment,
    ...Transition,
    ...Producing,
    Type: z.literal('Wait'),
    Seconds: NumberOrExpression.optional(),
    Timestamp: z.string().optional(),
  }),
  z.strictObject({
    ...Recoverable,
    Type: z.literal('Parallel'),
    Branches: z.array(Branch).min(1),
    Arguments: z.unknown().optional(),
  }),
  z.strictObject({
    ...Recoverable,
    Type: z.literal('Map'),
    Label: z.string().optional(),
    Items: z.unknown().optional(),
    ItemSelector: z.unknown().optional(),
    ItemBatcher: z
      .strictObject({
        BatchInput: z.unknown().optional(),
        MaxItemsPerBatch: NumberOrExpression.optional(),
        MaxInputBytesPerBatch: NumberOrExpression.optional(),
      })
      .optional(),
    ItemProcessor: Processor,
    MaxConcurrency: NumberOrExpression.optional(),
    ToleratedFailureCount: NumberOrExpression.optional(),
    ToleratedFailurePercentage: NumberOrExpression.optional(),
  }),
  z.strictObject({ ...Comment, Type: z.literal('Succeed'), Output: z.unknown().optional() }),
  z.strictObject({ ...Comment, Type: z.literal('Fail'), Error: z.string().optional(), Cause: z.string().optional() }),
]);

const Machine: z.ZodType<MachineDefinition> = z.strictObject({
  ...Comment,
  StartAt: z.string(),
  States,
  TimeoutSeconds: z.int().positive().optional(),
  Version: z.string().optional(),
});

/** Whatever needs JSONPath, and fields of JSONata states that AWS has and we do not. */
function refuseWhatIsNotModelled(node: unknown, inherited: string): void {
  if (!isRecord(node) || !isRecord(node.States)) return;
  const language = typeof node.QueryLanguage === 'string' ? node.QueryLanguage : inherited;
  for (const [name, state] of Object.entries(node.States)) {
    if (!isRecord(state)) continue;
    const own = typeof state.QueryLanguage === 'string' ? state.QueryLanguage : language;
    const field = own === 'JSONata' ? undefined : pathLanguageFieldOf(state);
    if (field !== undefined) throw new NotModelledError(`state "${name}": JSONPath (field ${field})`);
    for (const unmodelled of ['ItemReader', 'ResultWriter', 'Credentials']) {
      if (unmodelled in state) throw new NotModelledError(`state "${name}": ${unmodelled}`);
    }
    for (const branch of Array.isArray(state.Branches) ? state.Branches : []) refuseWhatIsNotModelled(branch, own);
    refuseWhatIsNotModelled(state.ItemProcessor ?? state.Iterator, own);
  }
}

function checkTransitions(fragment: Fragment, path: string): void {
  const target = (name: string | undefined, field: string): void => {
    if (name !== undefined && fragment.States[name] === undefined) {
      throw new InvalidDefinitionError(
        `MISSING_TRANSITION_TARGET: Missing '${field}' target: ${name} at ${path}/${field}`,
      );
    }
  };
  target(fragment.StartAt, 'StartAt');
  for (const [name, state] of Object.entries(fragment.States)) {
    const here = `States/${name}`;
    if ('Next' in state) target(state.Next, `${here}/Next`);
    if (state.Type === 'Choice') {
      target(state.Default, `${here}/Default`);
      state.Choices.forEach((rule, index) => target(rule.Next, `${here}/Choices[${index}]/Next`));
    }
    if ('Catch' in state)
      state.Catch?.forEach((catcher, index) => target(catcher.Next, `${here}/Catch[${index}]/Next`));
    if (state.Type === 'Parallel') {
      state.Branches.forEach((branch, index) => checkTransitions(branch, `${path}/${here}/Branches[${index}]`));
    }
    if (state.Type === 'Map') checkTransitions(state.ItemProcessor, `${path}/${here}/ItemProcessor`);
    if (
      needsTransition(state.Type) &&
      !('Next' in state && state.Next !== undefined) &&
      !('End' in state && state.End)
    ) {
      throw new InvalidDefinitionError(
        `SCHEMA_VALIDATION_FAILED: A state needs "Next" or "End": true at ${path}/${here}`,
      );
    }
  }
}

function needsTransition(type: string): boolean {
  return type !== 'Choice' && type !== 'Succeed' && type !== 'Fail';
}

function describe(error: z.ZodError): string {
  const sentences = error.issues.map((issue) => `${issue.message} at /${issue.path.map(String).join('/')}`);
  return `SCHEMA_VALIDATION_FAILED: ${sentences.join('; ')}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
