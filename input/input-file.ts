import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { type JsonText, JsonTextError, parseJson } from './json-text';

/** What is wrong with a file that the user wrote: one line for each problem, with the file and its line. */
export class InputFileError extends Error {
  override readonly name = 'InputFileError';
}

/** A JSON file that a person wrote. */
export interface InputFile extends JsonText {
  /** As messages name it. */
  readonly path: string;
}

/**
 * Reads a JSON file as people write them (json-text.ts).
 * @throws InputFileError
 */
export function readJsonFile(file: string): InputFile {
  const path = shownPath(file);
  try {
    return { path, ...parseJson(readText(file)) };
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    throw new InputFileError(error.problems.map(({ line, message }) => `${path}:${line}: ${message}`).join('\n'));
  }
}

/** Windows PowerShell writes UTF-16 into a file unless it is told otherwise, and begins it with these two bytes. */
const UTF_16 = Buffer.from([0xff, 0xfe]);

function readText(file: string): string {
  try {
    const bytes = readFileSync(file);
    return bytes.toString(bytes.subarray(0, 2).equals(UTF_16) ? 'utf16le' : 'utf8');
  } catch (error) {
    throw new InputFileError(`${shownPath(file)}: cannot be read: ${reasonOf(error)}. Write the path of a JSON file`);
  }
}

function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'reading it is not permitted';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** From the folder in which the command was called, where the file is below it. */
function shownPath(file: string): string {
  if (!isAbsolute(file)) return file;
  const path = relative(process.cwd(), file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}
