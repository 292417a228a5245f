import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { FailoverStage } from './failover-stage';

/** What an operator does: calls a function by hand. Rejects with what the function throws. */
export async function invoke(stage: FailoverStage, folder: string, input: object = {}): Promise<unknown> {
  const answer = await stage.operator
    .lambda(stage.estate.standbyRegion)
    .send(new InvokeCommand({ FunctionName: `pilot-light-${folder}`, Payload: JSON.stringify(input) }));
  const text = answer.Payload?.transformToString() ?? '';
  if (answer.FunctionError !== undefined) throw new Error(`${folder}: ${text}`);
  return JSON.parse(text);
}

export const MOVE_BACK = { action: 'moveBack', requestedBy: 'Ada', reason: 'the primary is back' };

/** An item of the lock table, as text. */
export function itemOf(
  { standby, estate }: FailoverStage,
  key: 'failover' | 'traffic',
): Readonly<Record<string, string | undefined>> {
  const found = standby.dynamoDb.table(estate.LockTableName).find({ pk: { S: key } }) ?? {};
  return Object.fromEntries(Object.entries(found).map(([name, { S, N }]) => [name, S ?? N]));
}

/** What the health check of the PRIMARY record came to, in order. */
export function healthChanges({ world }: FailoverStage): readonly string[] {
  return world.trace.entries.flatMap((entry) =>
    entry.kind === 'resource' && entry.type === 'health-check' ? [entry.status] : [],
  );
}
