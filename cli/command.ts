import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Where a command writes and what it finds around it: those of the process, or of a test. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A stream that takes text; a terminal also says how wide it is. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What an overview says of something that can be run, before it is loaded. */
export interface Summary {
  readonly name: string;
  readonly summary: string;
}

/** One command of `pilotlight`. */
export interface Command {
  /** What `--help` prints. */
  readonly usage: string;
  /** Returns the exit code. Throws a UsageError for anything that the user has to write differently. */
  run(words: readonly string[], io: Io): Promise<number>;
}

/** 0 all is well, 1 it failed, 2 the command was not understood, 3 it was refused because it would not have been safe. */
export const EXIT_CODES = { ok: 0, failed: 1, usage: 2, unsafe: 3 } as const;

/** What the user wrote cannot be used; the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the words after the command's name; an unknown option is a UsageError that shows the usage. */
export function readOptions<Options extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
