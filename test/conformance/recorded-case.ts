import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { InputFileError, readJsonFile } from '../../input/input-file';
import { parseFile } from '../../input/problems';

/** A state machine, an input, what its tasks answered, and what AWS recorded. */
const RecordedCase = z.object({
  name: z.string().optional(),
  definition: z.unknown().optional(),
  input: z.unknown().optional(),
  features: z.array(z.string()).default([]),
  scrubbed: z.array(z.string()).nullish(),
  mocks: z
    .array(
      z.object({
        state: z.string(),
        stateInput: z.unknown().optional(),
        parameters: z.unknown().optional(),
        submitted: z.unknown().optional(),
        output: z.unknown().optional(),
        error: z.string().nullish(),
        cause: z.string().nullish(),
        timeout: z.boolean().optional(),
      }),
    )
    .nullish(),
  expected: z.object({
    status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
    output: z.unknown().optional(),
    error: z.string().nullish(),
    cause: z.unknown().optional(),
    events: z.array(z.tuple([z.string()], z.unknown())).optional(),
  }),
});

export type RecordedCase = z.infer<typeof RecordedCase> & {
  readonly file: string;
  /** The whole recorded history, from `../histories` beside the cases, where there is one. */
  readonly history: unknown;
};
export type Mock = NonNullable<RecordedCase['mocks']>[number];

/** The cases of a directory, by file name. */
export function readCases(directory: string): readonly RecordedCase[] {
  let files: readonly string[];
  try {
    files = readdirSync(directory);
  } catch {
    throw new InputFileError(`${directory}: cannot be read. Give a directory of recorded cases (*.json)`);
  }
  const names = files.filter((file) => file.endsWith('.json')).sort();
  if (names.length === 0) {
    throw new InputFileError(`${directory}: holds no *.json file. Give a directory of recorded cases`);
  }
  return names.map((file) => readCase(directory, file));
}

function readCase(directory: string, file: string): RecordedCase {
  const path = join(directory, file);
  const recorded = parseFile(RecordedCase, readJsonFile(path));
  const historyPath = join(directory, '..', 'histories', file);
  return { ...recorded, file, history: existsSync(historyPath) ? readJsonFile(historyPath).value : undefined };
}
