import { outcomeOf, statusOf } from '../../simulator/services/states/execution-record';
import type { FailoverStage } from '../scenarios/support/failover-stage';
import type { Workflow } from './play';
import type { Belongings } from './stage/watch';
import { machineArn } from './stage/moments';

/** An execution of another workflow than the failover. */
export interface SeenRun {
  readonly arn: string;
  readonly name: string;
  readonly startedAtMs: number;
  readonly stoppedAtMs: number | undefined;
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly evidenceText: string | undefined;
}

/** What such a play came to. */
export interface SeenRuns {
  readonly stage: FailoverStage;
  readonly runs: readonly SeenRun[];
  readonly belongings: Belongings;
}

/** @param folder of the evidence bucket */
export function seeRuns(stage: FailoverStage, workflow: Workflow, folder: string): readonly SeenRun[] {
  return stage.standby.states.executions(machineArn(stage, workflow)).map((record) => {
    const { executionArn: arn, executionName: name } = record.identity;
    const { error, cause } = outcomeOf(record);
    return {
      arn,
      name,
      startedAtMs: record.startedAtMs,
      stoppedAtMs: record.stoppedAtMs,
      status: statusOf(record),
      error,
      cause,
      evidenceText: stage.storedEvidence(`${folder}/${name}.json`),
    };
  });
}

/** For the story of a play. */
export function describe({ name, status, error, cause }: SeenRun): string {
  return [name, status, error, cause].filter((word) => word !== undefined).join(' ');
}
