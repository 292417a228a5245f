import type { ItemBatcher } from './definition';
import { MAXIMUM_PAYLOAD_BYTES, sizeInBytes } from './quotas';
import type { Step } from './step';

/** Groups items as ItemBatcher says: `{BatchInput, Items}` (Developer Guide, "ItemBatcher (Map)"). */
export async function batchesOf(
  step: Step,
  batcher: ItemBatcher | undefined,
  items: readonly unknown[],
): Promise<readonly unknown[]> {
  if (batcher === undefined) return items;
  const input =
    batcher.BatchInput === undefined ? undefined : await step.fill(batcher.BatchInput, 'ItemBatcher/BatchInput');
  const count = await limit(step, batcher.MaxItemsPerBatch, 'ItemBatcher/MaxItemsPerBatch', Number.POSITIVE_INFINITY);
  const bytes = await limit(
    step,
    batcher.MaxInputBytesPerBatch,
    'ItemBatcher/MaxInputBytesPerBatch',
    MAXIMUM_PAYLOAD_BYTES,
  );
  const batch = (members: readonly unknown[]): unknown => ({
    ...(input === undefined ? {} : { BatchInput: input }),
    Items: members,
  });
  const groups: unknown[][] = [];
  for (const item of items) {
    const open = groups.at(-1);
    const fits = open !== undefined && open.length < count && sizeInBytes(batch([...open, item])) <= bytes;
    if (fits) open.push(item);
    else groups.push([item]);
  }
  return groups.map(batch);
}

async function limit(
  step: Step,
  template: number | string | undefined,
  field: string,
  otherwise: number,
): Promise<number> {
  if (template === undefined) return otherwise;
  const value = await step.fillAs('number', template, field);
  if (Number.isInteger(value) && value > 0) return value;
  throw step.evaluationFailed(`The ${field} field must be a positive integer but was: ${value}`, field);
}
