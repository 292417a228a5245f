import { writeSync } from 'node:fs';

/** 128 and the signal's number: what a shell reports for a process that a signal ended. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** DECTCEM: the cursor is shown. */
const SHOW_CURSOR = '\u001B[?25h';

const undoing = new Set<() => void>();
let isWatching = false;

/**
 * Has `undo` run when the process is interrupted before `forget` is called. It must be synchronous: nothing else runs
 * any more. What listens to the process's exit, as the PostgreSQL servers' files do, is told after it.
 */
export function onInterrupt(undo: () => void): { forget(): void } {
  watchForInterrupts();
  undoing.add(undo);
  return {
    forget() {
      undoing.delete(undo);
    },
  };
}

/** From now on an interruption says so and ends the process with its code. Others that listen to signals come after it. */
export function watchForInterrupts(): void {
  if (isWatching) return;
  isWatching = true;
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.once(signal, () => {
      for (const undo of undoing) undo();
      // A live view holds the streams back and hides the cursor; this goes past it.
      if (process.stdout.isTTY) writeSync(1, SHOW_CURSOR);
      writeSync(2, `\nInterrupted by ${signal}: what was running has been stopped and its files are removed.\n`);
      process.exit(code);
    });
  }
}
