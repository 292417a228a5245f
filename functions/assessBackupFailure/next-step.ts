import { listVaultsCommand } from '../shared/missing-vault';
import { failedJobCommand, jobCommand, newestCopiesCommand } from './commands';
import type { NoticeKind } from './contract';
import { failures } from './formats';
import type { MessageFacts } from './message-facts';

/** The one thing to do next, and the command for it. */
export interface NextStep {
  readonly sentence: string;
  readonly command: string | null;
}

export function nextStep(kind: NoticeKind, facts: MessageFacts): NextStep {
  const { exposure, incident, primaryRegion, standbyRegion } = facts;
  if (kind === 'allClear') return { sentence: 'nothing.', command: null };
  switch (exposure.primaryState) {
    case 'unreachable':
      return {
        sentence: `find out whether ${primaryRegion} is down (runbook, "Regional failure"). A failover would restore the newest of these:`,
        command: newestCopiesCommand(standbyRegion, facts.standbyVaultName),
      };
    case 'leftAlone':
      return { sentence: 'nothing. These backups are assessed again when their region serves.', command: null };
    case 'throttled':
      return { sentence: `nothing yet: ${primaryRegion} is asked again every few minutes.`, command: null };
    case 'notSetUp':
      return {
        sentence: `deploy ${primaryRegion} again where its vault is gone, and let the role read it where it is there. See which vaults there are:`,
        command: listVaultsCommand(primaryRegion),
      };
    case 'answered':
      break;
  }
  const failed = failedJobCommand(incident, primaryRegion);
  if (kind === 'unresolved')
    return {
      sentence: 'fix the cause; nobody tracks it until the next failure. The last job that failed:',
      command: failed,
    };
  const running = runningJobCommand(facts);
  if (running !== undefined) return { sentence: `nothing yet. ${NOTIFIED} To follow the job:`, command: running };
  if (exposure.severity === 'info')
    return { sentence: `nothing tonight. ${NOTIFIED} The job that failed:`, command: failed };
  if (failures(incident) === 0) {
    return {
      sentence: 'check what the alarm means (runbook, "Alarms"), and start a backup or a copy where one is missing:',
      command: failed,
    };
  }
  return {
    sentence: 'fix the cause, then start a backup or a copy (runbook, step 3). The job that failed:',
    command: failed,
  };
}

const NOTIFIED = 'You will be notified when it is over, or gets worse.';

function runningJobCommand({ incident, runningJob, primaryRegion }: MessageFacts): string | undefined {
  const { repair } = incident;
  if (repair?.state === 'running' && repair.jobId !== null) return jobCommand(repair.kind, repair.jobId, primaryRegion);
  return runningJob && jobCommand(runningJob.kind, runningJob.jobId, runningJob.region);
}
