import type { Scheduler, Timer } from '../kernel/scheduler';
import { AbortedError } from './errors';

/** Waits in virtual time. An abort ends the wait at once and takes its timer away. */
export function waitFor(scheduler: Scheduler, delayMs: number, signal: AbortSignal): Promise<void> {
  let timer: Timer | undefined;
  const wait = new Promise<void>((resolve) => {
    timer = scheduler.after(delayMs, resolve);
  });
  return unlessAborted(wait, signal).finally(() => timer?.cancel());
}

/** The promise, or an AbortedError as soon as the signal says so. What was awaited may go on by itself. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(new AbortedError());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AbortedError();
}
