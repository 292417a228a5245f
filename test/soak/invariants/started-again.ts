import { DRILL, FAILOVER, type FailoverStage } from '../../scenarios/support/failover-stage';
import { hasDone, type Observed } from '../observed';

/** What is to be started again after the trouble; undefined: what was wanted has been reached, or is not wanted any more. */
export function mayBeStartedAgain(observed: Observed): Readonly<Record<string, unknown>> | undefined {
  const { executions, play, traffic, stage } = observed;
  // What RDS was to refuse and was not asked for yet would be met now.
  if (observed.arranged.some((one) => one.trouble.kind === 'refusal' && one.met() < one.trouble.times))
    return undefined;
  if (executions.some(({ status, mode }) => status === 'SUCCEEDED' && mode === play.workflow)) return undefined;
  // Stopped when it had passed, and only its record was still to be written.
  if (play.workflow === 'failover' && isComplete(stage)) return undefined;
  if (play.workflow === 'failover') return FAILOVER;
  // Another failover may have been started in the place of the drill: it is unfinished, or it serves.
  const isFailoverThere = executions.some(({ mode }) => mode === 'failover');
  if (isFailoverThere && !hasDone(observed, 'moveBack')) return undefined;
  return traffic.at(-1)?.target === stage.estate.StandbyTarget ? undefined : DRILL;
}

function isComplete({ standby, estate }: FailoverStage): boolean {
  const lock = standby.dynamoDb.table(estate.LockTableName).find({ pk: { S: 'failover' } });
  return lock?.['status']?.S === 'COMPLETE';
}
