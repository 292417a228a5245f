import { jsonIn } from './json-in-text';
import { duration, oneLine } from './words';

/** An error inside an error inside an error: deeper than this nobody has wrapped one. */
const MOST_LAYERS = 4;
/** Long enough for every check that failed; Step Functions takes 32,768 characters. */
const MOST_CHARACTERS = 1500;
/** Fields that hold what an error says, the most telling first. */
const MESSAGES = ['errorMessage', 'Cause', 'cause', 'Message', 'message', 'Error', 'errorType', 'error'] as const;

/**
 * What an error says, in one line of plain text: the message alone of a Lambda error, which Step Functions hands over as
 * JSON with a stack trace, and no JSON, no trace and no escaped line breaks of whatever else wrote it.
 */
export function plainText(cause: string): string {
  let text = cause;
  for (let layer = 0; layer < MOST_LAYERS; layer += 1) {
    const found = jsonIn(text);
    if (found === undefined) break;
    text = `${text.slice(0, found.from)}${messageIn(found.value)}${text.slice(found.to)}`;
  }
  const said = withoutLibrary(text.replaceAll(REQUEST_NUMBERS, '').replaceAll(HANDLER_MESSAGE, '$1 ($2)'));
  return oneLine(withoutBraces(withoutTrace(said.replaceAll(/(\\r)?\\n|\\t/g, ' '))), MOST_CHARACTERS);
}

/** What the integrations of Step Functions add to a message of AWS: for a support case, and in the history. */
const REQUEST_NUMBERS = / ?\(Service: [^()]*Request ID: [^()]*\)/g;

/**
 * What CloudFormation writes around the message of a resource handler (CloudFormation CLI User Guide, "Resource type handler
 * error codes": https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html).
 */
const HANDLER_MESSAGE =
  /Resource handler returned message: "(.*?)[.\s]*" \(RequestToken: [^(),]*, HandlerErrorCode: (\w+)\)/g;

/**
 * What the SDK's HTTP client says of a call that it gave up (@smithy/node-http-handler, `setRequestTimeout` and
 * `setConnectionTimeout`: https://github.com/smithy-lang/smithy-typescript/tree/main/packages/node-http-handler/src).
 */
const GIVEN_UP: readonly (readonly [RegExp, string])[] = [
  [
    /@smithy\/node-http-handler - \[\w+\] a request has exceeded the configured (\d+) ms requestTimeout\./g,
    'no answer',
  ],
  [
    /@smithy\/node-http-handler - the request socket did not establish a connection with the server within the configured timeout of (\d+) ms\./g,
    'no connection',
  ],
  [/@smithy\/node-http-handler - the request socket timed out after (\d+) ms of inactivity \([^()]*\)\./g, 'silence'],
];

function withoutLibrary(text: string): string {
  return GIVEN_UP.reduce(
    (said, [pattern, what]) =>
      said.replaceAll(pattern, (_, milliseconds: string) => `${what} within ${duration(Number(milliseconds) / 1000)}`),
    text,
  );
}

function messageIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key of MESSAGES) {
    const field = fields[key];
    if (typeof field === 'string' && field.trim() !== '') return field;
  }
  // What a check found may be JSON: its names and values remain.
  return Object.entries(fields)
    .map(([name, field]) => (Array.isArray(value) ? messageIn(field) : `${name}: ${messageIn(field)}`))
    .join(', ');
}

/** Frames such as `    at run (/var/task/index.js:1:2)`. */
function withoutTrace(text: string): string {
  return text.replaceAll(/(^|\s)at (async )?[^\s()]+ \(?[^\s()]*:\d+:\d+\)?/g, '');
}

/** Of JSON that was cut off, or that holds more than is taken apart. */
function withoutBraces(text: string): string {
  return text.replaceAll(/[{[]+\s*"/g, '"').replaceAll(/"\s*[}\]]+/g, '"');
}
