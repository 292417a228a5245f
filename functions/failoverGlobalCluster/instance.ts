import { TAG, writerIdentifierOf } from '../shared/names';
import type { InstanceFact } from '../shared/rds-facts';
import { inWords } from '../shared/aws-errors';
import { judgeError } from '../shared/rds-errors';
import { afterFailedWriter, askForWriter, describeAttempts, secondsLeft } from '../shared/writer-attempts';
import type { Advanced } from './contract';
import { done, existing, refused, type Promotion } from './promotion';

/** Asks for the instance of a headless replica; returns what to say where none can be asked for now. */
export async function createInstance(promotion: Promotion): Promise<Advanced | undefined> {
  const { replica, environment, input, nowMs } = promotion;
  const cluster = existing(promotion.facts);
  const identifier = writerIdentifierOf(cluster.identifier);
  const tags = { ...environment.TAGS, [TAG.failoverId]: input.failoverId, [TAG.createdBy]: 'failoverGlobalCluster' };
  const writer = await askForWriter(input.progress?.writer ?? null, nowMs, {
    zones: () => replica.zones(cluster),
    create: (zone) => replica.createInstance(cluster, { identifier, tags, zone }),
  });
  if (writer === undefined) return undefined;
  const outcome = done(promotion, 'preparing', `the instance: ${describeAttempts(writer)}`, { writer });
  return { ...outcome, nextPollSeconds: secondsLeft(writer, nowMs) };
}

/** Deletes an instance of ours that does not come any more, so that another can be made. */
export async function removeInstance(
  promotion: Promotion,
  { identifier, status, zone }: InstanceFact,
): Promise<Advanced> {
  const reason = `${identifier} was ${status}${zone === undefined ? '' : ` in ${zone}`}`;
  try {
    await promotion.replica.deleteInstance(identifier);
  } catch (error) {
    const meaning = judgeError(error);
    if (meaning === 'unknown' || meaning === 'exists' || meaning === 'rejectCandidate') throw error;
    if (meaning !== 'gone') {
      return refused(promotion, meaning, `deleting ${identifier}, which is ${status}: ${inWords(error)}`);
    }
  }
  const writer = afterFailedWriter(promotion.input.progress?.writer ?? null, { zone, reason }, promotion.nowMs);
  return done(promotion, 'preparing', `deleting the instance, to make it again: ${describeAttempts(writer)}`, {
    actions: ['deleteInstance'],
    waitFor: { target: 'instanceGone', instanceIdentifier: identifier, since: writer.since },
    writer,
  });
}
