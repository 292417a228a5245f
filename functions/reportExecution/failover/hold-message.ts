import { clock, counted, duration } from '../../shared/words';
import { invokeFunction } from '../common/commands';
import { compose } from '../common/message';
import { requestLine } from '../common/sections';
import type { Notification } from '../contract';
import type { RunningFacts } from './facts';

/** What is said of a standby that stays up: until when, where, and how to end it. */
export function holdMessage(facts: RunningFacts): Notification {
  const { record, environment, region, execution, nowMs } = facts;
  const { WORKLOAD_NAME, CHECK_URL, STANDBY_TARGET, FUNCTION_NAME } = environment;
  const { database, stack, hold, verifiedAt } = record;
  const until = hold === null ? 'the end of its time' : clock(hold.until, nowMs);
  const recovery = verifiedAt === null ? undefined : (Date.parse(verifiedAt) - Date.parse(execution.startTime)) / 1000;
  const { hostname, port } = new URL(CHECK_URL);
  return compose({
    subject: `${WORKLOAD_NAME}: the standby is up for your load until ${until}`,
    headline: `The drill of ${WORKLOAD_NAME} has proved the standby in ${region}, which stays up until ${until}.`,
    meaning: [
      'Put your load on it now. What you write there is removed with it; users are served from the primary region and notice nothing.',
      'A failover that somebody starts meanwhile stands down: end the drill first.',
    ],
    heading: 'What you can do:',
    actions: [
      {
        sentence: `Send requests for ${hostname} to ${STANDBY_TARGET}, as the smoke test does`,
        command: `curl -sS --connect-to ${hostname}:${port || '443'}:${STANDBY_TARGET}:${port || '443'} ${CHECK_URL}`,
      },
      {
        sentence: 'End the hold early; the standby is taken down within a minute',
        command: invokeFunction(facts, FUNCTION_NAME, {
          action: 'endHold',
          executionArn: execution.id,
          by: 'YOUR NAME',
        }),
      },
    ],
    details: [
      requestLine(facts, record.request),
      recovery === undefined ? undefined : `Recovery time: ${duration(recovery)}; the hold does not count.`,
      database === null ? undefined : `Cluster: ${database.clusterArn ?? database.clusterIdentifier}`,
      database?.secretArn == null ? undefined : `Secret: ${database.secretArn}`,
      stack === null ? undefined : `Stack: ${stack.stackName}, in ${region}`,
      record.request === null ? undefined : `Held for: ${counted(record.request.holdMinutes, 'minute')} at most.`,
      `Execution: ${execution.id}`,
    ],
  });
}
