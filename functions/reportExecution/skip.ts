import type { Surroundings } from '../shared/create-handler';
import { firstDrillFrom, QUIET_DAYS } from '../shared/drill-date';
import { clock } from '../shared/words';
import type { Reports } from './aws';
import { awsCommand, startExecution } from './common/commands';
import { compose } from './common/message';
import type { Environment, Notification, ReportedExecution } from './contract';
import { inputOf } from './failover/inputs';
import { FailoverRecord } from './failover/record';
import type { FailoverRequest } from './failover/request';

/**
 * What is said of a drill that does not run: the schedule started it within two weeks of the deployment that turned drills
 * on. Null: it runs. Whoever starts one by hand is never turned away, and a parameter that somebody has deleted counts as old.
 */
export async function skippedDrill(
  reports: Reports,
  execution: ReportedExecution,
  request: FailoverRequest,
  { environment, region, now }: Surroundings<Environment>,
): Promise<Notification | null> {
  const { scheduledTime } = request;
  const { DRILL_PARAMETER: parameter, WORKLOAD_NAME } = environment;
  if (scheduledTime === null || parameter === undefined) return null;
  const turnedOn = await reports.parameterWrittenAt(parameter);
  if (turnedOn === undefined || Date.parse(scheduledTime) >= firstDrillFrom(turnedOn.getTime())) return null;
  const facts = { execution, environment, region, record: FailoverRecord.parse({ request }) };
  return compose({
    subject: `${WORKLOAD_NAME}: first drill skipped`,
    headline: `The drill of ${WORKLOAD_NAME} that was due at ${clock(scheduledTime, now())} was skipped.`,
    meaning: [
      `Drills were turned on at ${clock(turnedOn.getTime(), now())}: none runs by itself within ${QUIET_DAYS} days of that. Nothing was changed.`,
    ],
    actions: [
      {
        sentence: 'Run it now, where you do not want to wait for the next',
        command: startExecution(facts, inputOf(facts)),
      },
    ],
    details: [
      `When the next is due is in the readiness report: ${awsCommand(facts, 's3 cp', `s3://${environment.EVIDENCE_BUCKET_NAME}/readiness/latest.json`, '-')}`,
      `Execution: ${execution.id}`,
    ],
  });
}
