import { statusOf } from '../../simulator/services/states/execution-record';
import type { ExecutionRecord } from '../../simulator/services/states/execution-record';
import type { InboxMessage } from '../../simulator/services/sns/sns';
import { Evidence } from '../scenarios/support/evidence';
import type { FailoverStage } from '../scenarios/support/failover-stage';
import type { Workflow } from './play';
import type { SeenExecution } from './observed';
import { machineArn } from './stage/moments';

/** Every execution of the workflow so far, oldest first. */
export function seeExecutions(stage: FailoverStage, workflow: Workflow): readonly SeenExecution[] {
  const inbox = stage.standby.sns.inbox(stage.estate.TopicArn);
  return stage.standby.states.executions(machineArn(stage, workflow)).map((record) => see(stage, record, inbox));
}

function see(stage: FailoverStage, record: ExecutionRecord, inbox: readonly InboxMessage[]): SeenExecution {
  const { executionArn: arn, executionName: name } = record.identity;
  const evidenceText = stage.storedEvidence(`executions/${name}.json`);
  return {
    arn,
    name,
    mode: modeOf(record.inputText),
    startedAtMs: record.startedAtMs,
    stoppedAtMs: record.stoppedAtMs,
    status: statusOf(record),
    error: record.result?.status === 'FAILED' ? record.result.error : undefined,
    cause: record.result?.status === 'FAILED' ? record.result.cause : undefined,
    evidenceText,
    evidence: evidenceText === undefined ? undefined : Evidence.parse(JSON.parse(evidenceText)),
    messages: inbox.filter(({ message }) => isAbout(message, arn)),
    enteredAtMs: lastEntries(stage, arn),
  };
}

/** A message may name another execution, too: the one that holds the lock. */
function isAbout(message: string, executionArn: string): boolean {
  const subject = /^Execution: (\S+)$/m.exec(message)?.[1];
  return subject === undefined ? message.includes(executionArn) : subject === executionArn;
}

function lastEntries(stage: FailoverStage, executionArn: string): ReadonlyMap<string, number> {
  return new Map(
    stage.progress
      .filter((entry) => entry.executionArn === executionArn && entry.event.endsWith('StateEntered'))
      .map(({ state = '', atMs }) => [state, atMs]),
  );
}

function modeOf(inputText: string): string {
  const { mode } = JSON.parse(inputText) as { mode?: unknown };
  return typeof mode === 'string' ? mode : 'none';
}
