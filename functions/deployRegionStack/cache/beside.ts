import type { CacheReport, Output } from '../contract';

/** The stack's answer with what is so of the cache. The two are worked on side by side, and only the stack's can fail. */
export async function beside(stack: Promise<Output>, cache: Promise<CacheReport>): Promise<Output> {
  const [output, report] = await Promise.allSettled([stack, cache]);
  if (output.status === 'rejected') throw output.reason;
  if (report.status === 'rejected') throw report.reason;
  return { ...output.value, cache: report.value };
}

/** What `work` gives, or `instead` when it takes longer than that. */
export async function within<T>(limitMs: number, work: Promise<T>, instead: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(instead), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
