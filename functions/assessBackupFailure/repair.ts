import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import type { Backups } from './aws';
import type { Environment, Incident } from './contract';
import type { Exposure } from './decide';
import { decideRepair } from './decide-repair';
import { type Facts, isRunning } from './facts';
import { isMadeGood } from './incident';

export interface Repaired {
  readonly repair: Incident['repair'];
  /** What was done, or why nothing was, in words. */
  readonly text: string;
}

/** Looks how the repair goes on, and starts what may be started. */
export async function advanceRepair(
  backups: Backups,
  incident: Incident,
  facts: Facts,
  exposure: Exposure,
  { environment, now, logger }: Surroundings<Environment>,
): Promise<Repaired> {
  const repair = followed(incident.repair, facts);
  const verdict = decideRepair(facts, repair, {
    repairFrom: environment.REPAIR_FROM,
    severity: exposure.severity,
    isMadeGood: isMadeGood(incident, facts, exposure),
    isNewWindow: repair === null || Date.parse(repair.startedAt) < Date.parse(incident.windowStartedAt),
  });
  if (verdict.kind === 'none')
    return { repair, text: repair === null ? `nothing: ${verdict.reason}.` : textOf(repair) };

  const kind = verdict.kind === 'startBackup' ? 'backup' : 'copy';
  const begun = { kind, startedAt: new Date(now()).toISOString(), isFailureTold: false } as const;
  // The same for every attempt within a window, so that a repeated call finds its own job.
  const token = `${incident.incidentId}-${incident.windowStartedAt}-${kind}`.replaceAll(/[^\w-]/g, '');
  const request = { token, environment };
  try {
    const jobId =
      verdict.kind === 'startBackup'
        ? await backups.startBackup(request)
        : await backups.startCopy(request, verdict.recoveryPointArn);
    const detail = verdict.kind === 'startBackup' ? 'a backup on demand' : `a copy of ${verdict.recoveryPointArn}`;
    const started = { ...begun, jobId, state: 'running' as const, detail };
    return { repair: started, text: textOf(started) };
  } catch (error) {
    if (isTransient(error) || !(error instanceof Error)) throw error;
    logger.error('the repair could not be started', { error });
    const failed = { ...begun, jobId: null, state: 'failed' as const, detail: `${error.name}: ${error.message}` };
    return { repair: failed, text: textOf(failed) };
  }
}

/** The repair as AWS Backup's list of jobs says it is. */
function followed(repair: Incident['repair'], facts: Facts): Incident['repair'] {
  if (repair?.state !== 'running' || facts.primary === undefined) return repair;
  const job = facts.primary.jobs.find(({ kind, jobId }) => kind === repair.kind && jobId === repair.jobId);
  if (job === undefined) return { ...repair, state: 'failed', detail: `${repair.detail}: not ended within a day` };
  if (isRunning(job)) return repair;
  return job.state === 'COMPLETED'
    ? { ...repair, state: 'completed' }
    : { ...repair, state: 'failed', detail: `${repair.detail}: ${job.state}: ${job.message}` };
}

function textOf({ kind, jobId, startedAt, state, detail }: NonNullable<Incident['repair']>): string {
  const job = jobId === null ? '' : ` (job ${jobId})`;
  switch (state) {
    case 'running':
      return `the repair is running since ${startedAt}: ${detail}${job}.`;
    case 'completed':
      return `the repair was completed: ${detail}${job}, started ${startedAt}.`;
    case 'failed':
      return `a ${kind} was tried as a repair at ${startedAt}, and failed: ${detail}${job}.`;
  }
}
