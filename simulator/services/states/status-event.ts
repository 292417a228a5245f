import type { Region } from '../../world';
import { type ExecutionRecord, outcomeOf, statusOf } from './execution-record';

/**
 * Tells EventBridge about a start or an end (Step Functions Developer Guide, "Automating event delivery": detail-type
 * `Step Functions Execution Status Change`).
 */
export function publishStatus(region: Region, record: ExecutionRecord): void {
  const { identity, machine, startedAtMs, stoppedAtMs, inputText } = record;
  const { output, error, cause } = outcomeOf(record);
  region.events.publish({
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    resources: [identity.executionArn],
    detail: {
      executionArn: identity.executionArn,
      stateMachineArn: machine.arn,
      name: identity.executionName,
      status: statusOf(record),
      startDate: startedAtMs,
      stopDate: stoppedAtMs ?? null,
      input: inputText,
      inputDetails: { included: true },
      output: output ?? null,
      outputDetails: output === undefined ? null : { included: true },
      error: error ?? null,
      cause: cause ?? null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: 0,
      redriveDate: null,
      redriveStatus: redriveStatusOf(record),
    },
  });
}

export function redriveStatusOf(record: ExecutionRecord): 'REDRIVABLE' | 'NOT_REDRIVABLE' {
  const status = statusOf(record);
  return status === 'RUNNING' || status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE';
}
