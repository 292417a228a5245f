import type { Surroundings } from '../../shared/create-handler';

/** What is read when something is reported, or that it could not be read. */
export type Read<Value> = { readonly kind: 'read'; readonly value: Value } | { readonly kind: 'unread' };

/** A report says what it could not read, and is sent without it. */
export async function attempt<Value>(
  { logger }: Pick<Surroundings<unknown>, 'logger'>,
  read: () => Promise<Value>,
): Promise<Read<Value>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    logger.warn('not everything could be read for the report', {
      error: error instanceof Error ? error : String(error),
    });
    return { kind: 'unread' };
  }
}
