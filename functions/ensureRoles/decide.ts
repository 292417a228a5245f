export type Did = 'created' | 'changed' | 'unchanged';

/** Whoever logs in with its secret is left alone; of the others PostgreSQL makes those that are not there. */
export function decide({ logsIn, isThere }: { readonly logsIn: boolean; readonly isThere: boolean }): Did {
  if (logsIn) return 'unchanged';
  return isThere ? 'changed' : 'created';
}
