import { plainText } from '../../shared/plain-text';
import { duration } from '../../shared/words';
import type { FailoverFacts } from './facts';
import type { ExecutionFailure } from './failure';

type Known = Pick<FailoverFacts, 'record' | 'environment'>;

/** The failure with what is known of it: where the state machine gives a reason, the details are in the record. */
export function explained(failure: ExecutionFailure, facts: Known): ExecutionFailure {
  if (failure.cause !== failure.reason) return failure;
  const detail = detailOf(failure.reason, facts);
  return detail === undefined ? failure : { ...failure, cause: `${failure.cause}: ${detail}` };
}

function detailOf(reason: ExecutionFailure['reason'], { record, environment }: Known): string | undefined {
  switch (reason) {
    case 'smoke-test-failed': {
      const failed = record.checks.filter(({ passed }) => !passed).map(({ name, detail }) => `${name}: ${detail}`);
      return failed.length === 0 ? undefined : failed.join('; ');
    }
    case 'approval-timed-out':
      return `nobody answered within ${environment.APPROVAL_TIMEOUT_MINUTES} minutes; ${lossOf(record)}`;
    case 'approval-rejected':
      return `rejected by ${record.approval?.by ?? 'somebody who gave no name'}`;
    case 'clean-up-incomplete':
      return record.cleanUpProblems.length === 0
        ? undefined
        : record.cleanUpProblems.map(({ step, Cause, Error }) => `${step}: ${plainText(Cause) || Error}`).join('; ');
    case 'lock-held':
      return `another execution holds the lock: ${record.lock.owner ?? 'it is not known which'}`;
    case 'unfinished-failover':
      return `the failover ${record.lock.failoverId ?? ''} was not finished`;
    case 'standby-serves':
      return servedText(record);
    default:
      return undefined;
  }
}

function lossOf({ recovery }: Known['record']): string {
  if (recovery === null) return 'it is not known how much would have been lost';
  if (recovery.replication !== null) return recovery.replication.detail;
  const { ageSeconds } = recovery.chosen;
  return ageSeconds === null
    ? 'it is not known how much would have been lost'
    : `the recovery point was ${duration(ageSeconds)} old`;
}

/** A start that would put other data in the place of what users have written to says which. */
function servedText({ lock, recovery }: Known['record']): string {
  const served = 'users are served from the standby region already';
  if (recovery === null || lock.recoveryPointArn === null) return served;
  return `${served}, restored from ${lock.recoveryPointArn}; this start would restore ${recovery.chosen.recoveryPointArn}`;
}
