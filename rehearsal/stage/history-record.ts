import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type * as z from 'zod';

/** How deep in what a state gave a record may stand: `{"Payload": {"evidence": {…}}}`. */
const DEPTH = 3;

/** The newest record of that shape which a state of the execution put together, gave out, or ended with. */
export function recordInHistory<Evidence>(
  events: readonly HistoryEvent[],
  shape: z.ZodType<Evidence>,
): { readonly text: string; readonly evidence: Evidence } | undefined {
  for (const event of events.toReversed()) {
    for (const text of textsOf(event)) {
      const found = recordIn(parse(text), shape, DEPTH);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function textsOf({ executionSucceededEventDetails, stateExitedEventDetails }: HistoryEvent): readonly string[] {
  const { output, assignedVariables = {} } = stateExitedEventDetails ?? {};
  const texts = [executionSucceededEventDetails?.output, output, ...Object.values(assignedVariables)];
  return texts.filter((text) => text !== undefined);
}

function recordIn<Evidence>(
  value: unknown,
  shape: z.ZodType<Evidence>,
  depth: number,
): { readonly text: string; readonly evidence: Evidence } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const parsed = shape.safeParse(value);
  if (parsed.success) return { text: JSON.stringify(value, null, 2), evidence: parsed.data };
  if (depth === 0) return undefined;
  for (const inner of Object.values(value)) {
    const found = recordIn(inner, shape, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What was cut at the history's limit is no JSON any more.
    return undefined;
  }
}
