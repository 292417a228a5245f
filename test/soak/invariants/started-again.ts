import { TAG } from '../../../functions/shared/names';
import { DRILL, FAILOVER, type FailoverStage } from '../../scenarios/support/failover-stage';
import { recoveryPointsIn } from '../../scenarios/support/recovery-points';
import { hasDone, type Observed, type SeenExecution } from '../observed';
import type { Arranged } from '../stage/troubles';

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

/** What there is to restore, and of what the restore has failed, as it was ordered, and is there still. */
export interface Restorable {
  readonly recoveryPointArns: readonly string[];
  readonly failedArns: ReadonlySet<string>;
}

export function restorableIn(stage: FailoverStage, arranged: readonly Arranged[]): Restorable {
  const ordered = new Set(arranged.flatMap(({ trouble }) => statusesOf(trouble)));
  const failed = [...stage.standby.rds.clusters.all.values()].filter(({ status }) => ordered.has(status));
  return {
    recoveryPointArns: recoveryPointsIn(stage),
    failedArns: new Set(failed.flatMap(({ tags }) => tags[TAG.recoveryPoint] ?? [])),
  };
}

function statusesOf(trouble: Arranged['trouble']): readonly string[] {
  if (trouble.kind !== 'refusal' || trouble.operation !== 'RestoreDBClusterFromSnapshot') return [];
  return trouble.failure.kind === 'status' ? [trouble.failure.status] : [];
}

/**
 * Where it was stopped after RDS had failed to restore everything that there is, nobody was told to remove what failed: the
 * next execution finds it and says so.
 */
export function rightlyRestoresNothing(
  { status, cause = '' }: Pick<SeenExecution, 'status' | 'cause'>,
  { recoveryPointArns, failedArns }: Restorable,
): boolean {
  if (status !== 'FAILED' || !cause.includes('no-restorable-recovery-point')) return false;
  return recoveryPointArns.length > 0 && recoveryPointArns.every((arn) => failedArns.has(arn));
}
