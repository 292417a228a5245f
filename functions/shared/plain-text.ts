import { oneLine } from './words';

/** An error inside an error inside an error: deeper than this nobody has wrapped one. */
const MOST_LAYERS = 4;
/** Long enough for every check that failed; Step Functions takes 32,768 characters. */
const MOST_CHARACTERS = 1500;

/**
 * What an error says, in one line of plain text: the message alone of a Lambda error, which Step Functions hands over as
 * JSON with a stack trace, and no JSON, no trace and no escaped line breaks of whatever else wrote it.
 */
export function plainText(cause: string): string {
  let text = cause;
  for (let layer = 0; layer < MOST_LAYERS; layer += 1) {
    const inner = messageIn(text);
    if (inner === undefined) break;
    text = inner;
  }
  return oneLine(withoutObjects(withoutTrace(text.replaceAll(/\\[nrt]/g, ' '))), MOST_CHARACTERS);
}

function messageIn(text: string): string | undefined {
  const value = parsed(text);
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const key of ['errorMessage', 'Cause', 'cause', 'Message', 'message', 'Error', 'errorType', 'error']) {
    const field = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof field === 'string' && field.trim() !== '') return field;
  }
  return undefined;
}

function parsed(text: string): unknown {
  if (!/^\s*[{["]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Frames such as `    at run (/var/task/index.js:1:2)`. */
function withoutTrace(text: string): string {
  return text.replaceAll(/(^|\s)at (async )?[^\s()]+ \(?[^\s()]*:\d+:\d+\)?/g, '');
}

/** What a check found may be JSON: its names and values remain. */
function withoutObjects(text: string): string {
  if (!/[{[]\s*"/.test(text)) return text;
  return text
    .replaceAll(/"\s*:\s*/g, ': ')
    .replaceAll(/"\s*,\s*"?/g, ', ')
    .replaceAll(/[{}[\]"]/g, '');
}
