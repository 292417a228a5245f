import { inWords, isTransient } from '../../shared/aws-errors';
import type { Reading } from '../facts';

const LONGEST_WHY = 240;

/** What was read, or in one line why not: a report is made of whatever answers. */
export async function read<Value>(look: () => Promise<Value>): Promise<Reading<Value>> {
  try {
    return { kind: 'read', value: await look() };
  } catch (error) {
    return { kind: 'unread', why: whyOf(error), mayPass: isTransient(error) };
  }
}

export function mapReading<From, To>(reading: Reading<From>, map: (value: From) => To): Reading<To> {
  return reading.kind === 'read' ? { kind: 'read', value: map(reading.value) } : reading;
}

function whyOf(error: unknown): string {
  const [line = ''] = inWords(error).split('\n');
  return line.slice(0, LONGEST_WHY);
}
