import type { Reading } from '../facts';

const LONGEST_WHY = 240;

/** What was read, or in one line why not: a report is made of whatever answers. */
export async function read<Value>(look: () => Promise<Value>): Promise<Reading<Value>> {
  try {
    return { kind: 'read', value: await look() };
  } catch (error) {
    return { kind: 'unread', why: whyOf(error) };
  }
}

export function mapReading<From, To>(reading: Reading<From>, map: (value: From) => To): Reading<To> {
  return reading.kind === 'read' ? { kind: 'read', value: map(reading.value) } : reading;
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [line = ''] = error.message.split('\n');
  return `${error.name}: ${line}`.slice(0, LONGEST_WHY);
}
