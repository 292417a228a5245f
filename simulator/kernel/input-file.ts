import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { lineOf } from './json-line';

/** What is wrong with a file that the user wrote: names the file, the line where it can, and the field. */
export class InputFileError extends Error {
  override readonly name = 'InputFileError';
}

/** Reads a JSON file; a syntax error is reported with its line. */
export function readJsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InputFileError(`${path}: cannot be read. Give the path of a JSON file`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message)?.[1];
    const line = position === undefined ? text.split('\n').length : text.slice(0, Number(position)).split('\n').length;
    throw new InputFileError(`${path}: line ${line}: not valid JSON (${message})`);
  }
}

/** One sentence for each thing that is wrong in a file that was read before: its line and its field. */
export function describeFileIssues(path: string, error: z.ZodError): string {
  const text = readFileSync(path, 'utf8');
  const sentences = error.issues.map((issue) => {
    const field = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    return `line ${lineOf(text, field)}: ${describeIssue(issue)}`;
  });
  return `${path}: ${sentences.join('; ')}`;
}

/** One sentence for each thing that is wrong, with the path of the field. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map(describeIssue).join('; ');
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.length > 0 ? `field ${path.map(String).join('.')}: ` : ''}${message}`;
}
