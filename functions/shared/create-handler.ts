import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { nameError } from './aws-errors';
import { currentRegion, lazy } from './clients';
import { InvalidRequestError, InvariantViolationError, type PilotLightError } from './errors';
import { middleware } from './middleware';

/** What a function runs with beside its input. */
export interface Surroundings<Environment> {
  readonly environment: Environment;
  readonly region: string;
  readonly accountId: string;
  /** Of this call; Lambda repeats an asynchronous one under the same id. */
  readonly requestId: string;
  /** Milliseconds since the epoch, read when asked. */
  readonly now: () => number;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface HandlerProps<Input extends z.ZodType, Output extends z.ZodType, Environment extends z.ZodType> {
  /** The function's folder: the log service. */
  readonly name: string;
  readonly input: Input;
  readonly output: Output;
  readonly environment: Environment;
  /** @default the clock */
  readonly now?: () => number;
  run(input: z.output<Input>, surroundings: Surroundings<z.output<Environment>>): Promise<z.input<Output>>;
}

export type LambdaHandler<Output> = (event: unknown, context: Context) => Promise<Output>;

/** The one way to make a function: parse the input → logger, metrics → run → parse the output → name the error. */
export function createHandler<Input extends z.ZodType, Output extends z.ZodType, Environment extends z.ZodType>(
  props: HandlerProps<Input, Output, Environment>,
): LambdaHandler<z.output<Output>> {
  const tools = lazy(() => middleware(props.name));
  const environment = lazy(() => parseEnvironment(props.environment));
  const composed = lazy(() =>
    tools().wrap(async (event, context) => {
      try {
        const input = parseInput(props.input, event);
        const output = await props.run(input, {
          environment: environment(),
          region: currentRegion(),
          accountId: accountIdOf(context),
          requestId: context.awsRequestId,
          now: props.now ?? Date.now,
          logger: tools().logger,
          metrics: tools().metrics,
        });
        return parseOutput(props.output, output);
      } catch (error) {
        const named = nameError(error);
        tools().logger.error(named.message, { error: named });
        throw withoutTrace(named);
      }
    }),
  );
  return (event, context) => composed()(event, context) as Promise<z.output<Output>>;
}

/**
 * Whoever calls by hand reads the answer, and the log has the trace: the runtime would send it as well
 * (https://github.com/aws/aws-lambda-nodejs-runtime-interface-client, `formatError`). A bug keeps it.
 */
function withoutTrace(error: PilotLightError): PilotLightError {
  if (!(error instanceof InvariantViolationError)) error.stack = '';
  return error;
}

function parseInput<Schema extends z.ZodType>(schema: Schema, event: unknown): z.output<Schema> {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new InvalidRequestError(`the input is not valid: ${describeIssues(parsed.error)}`);
}

function parseOutput<Schema extends z.ZodType>(schema: Schema, output: unknown): z.output<Schema> {
  const parsed = schema.safeParse(output);
  if (parsed.success) return parsed.data;
  throw new InvariantViolationError(`the output breaks the contract: ${describeIssues(parsed.error)}`);
}

function parseEnvironment<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new InvariantViolationError(`the function's environment is not valid: ${describeIssues(parsed.error)}`);
}

/** One sentence for each thing that is wrong, with the path of the field. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ` : ''}${issue.message}`)
    .join('; ');
}

function accountIdOf(context: Context): string {
  const accountId = context.invokedFunctionArn.split(':')[4];
  if (accountId === undefined || accountId === '') {
    throw new InvariantViolationError(`no account in the function's ARN '${context.invokedFunctionArn}'`);
  }
  return accountId;
}
