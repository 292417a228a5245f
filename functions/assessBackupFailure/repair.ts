import { inWords, isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { clock, oneLine, sentence } from '../shared/words';
import type { Backups } from './aws';
import type { Environment, Incident } from './contract';
import type { Exposure } from './decide';
import { decideRepair } from './decide-repair';
import { type Facts, isRunning, type JobFact } from './facts';
import { isMadeGood } from './incident';

const DAY_MS = 86_400_000;

export type RunningJob = Pick<JobFact, 'kind' | 'jobId' | 'region'>;

export interface Repaired {
  readonly repair: Incident['repair'];
  /** What was done, or why nothing was: a sentence. */
  readonly text: string;
  /** A job that is under way, and may make good what failed. */
  readonly runningJob: RunningJob | undefined;
}

/** Reads how the repair goes on, and starts what may be started. */
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
    // Without CloudWatch's answer an end is not declared, and nothing is started for the want of it.
    isMadeGood: isMadeGood(incident, { ...facts, alarms: facts.alarms ?? [] }, exposure),
    isNewWindow: repair === null || Date.parse(repair.startedAt) < Date.parse(incident.windowStartedAt),
  });
  const runningJob = facts.primary?.jobs.find(isRunning);
  if (verdict.kind === 'none') {
    return {
      repair,
      text: repair === null ? `No repair: ${verdict.reason}.` : textOf(repair, facts),
      runningJob,
    };
  }

  const kind = verdict.kind === 'startBackup' ? 'backup' : 'copy';
  const detail = verdict.kind === 'startBackup' ? 'an on-demand backup' : `a copy of ${verdict.recoveryPointArn}`;
  const begun = { kind, startedAt: new Date(now()).toISOString(), isFailureTold: false, failure: null } as const;
  // The same for every attempt within a window, so that a repeated call finds its own job.
  const token = `${incident.incidentId}-${incident.windowStartedAt}-${kind}`.replaceAll(/[^\w-]/g, '');
  const request = { token, environment };
  try {
    const jobId =
      verdict.kind === 'startBackup'
        ? await backups.startBackup(request)
        : await backups.startCopy(request, verdict.recoveryPointArn);
    const started = { ...begun, jobId, state: 'running' as const, detail };
    return {
      repair: started,
      text: textOf(started, facts),
      runningJob: { kind, jobId, region: environment.PRIMARY_REGION },
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    logger.error('the repair could not be started', { error });
    const why = oneLine(inWords(error));
    // What is known is said meanwhile. Asked again with the same token, AWS Backup starts it once.
    if (isTransient(error)) {
      return {
        repair,
        text: `The repair, ${detail}, could not be started yet and is tried again: ${sentence(why)}`,
        runningJob,
      };
    }
    const failed = { ...begun, jobId: null, state: 'failed' as const, detail, failure: why };
    return { repair: failed, text: textOf(failed, facts), runningJob };
  }
}

/** The repair as AWS Backup's list of jobs says it is. */
function followed(repair: Incident['repair'], facts: Facts): Incident['repair'] {
  if (repair?.state !== 'running' || facts.primary === undefined) return repair;
  const job = facts.primary.jobs.find(({ kind, jobId }) => kind === repair.kind && jobId === repair.jobId);
  // The list may not have it yet; it goes back a day.
  if (job === undefined && facts.nowMs - Date.parse(repair.startedAt) < DAY_MS) return repair;
  if (job === undefined) return { ...repair, state: 'failed', failure: 'not ended within a day' };
  if (isRunning(job)) return repair;
  return job.state === 'COMPLETED'
    ? { ...repair, state: 'completed' }
    : { ...repair, state: 'failed', failure: `${job.state}: ${oneLine(job.message)}` };
}

function textOf(
  { jobId, startedAt, state, detail, failure }: NonNullable<Incident['repair']>,
  { nowMs, primarySilence }: Facts,
): string {
  const job = jobId === null ? '' : ` (job ${jobId})`;
  const started = clock(startedAt, nowMs);
  switch (state) {
    case 'running':
      return primarySilence === undefined
        ? `A repair is running since ${started}: ${detail}${job}.`
        : `A repair was started at ${started}, and what became of it is not known: ${detail}${job}.`;
    case 'completed':
      return `The repair was completed: ${detail}${job}, started at ${started}.`;
    case 'failed':
      return `The repair failed: ${detail}${job}, tried at ${started}: ${sentence(failure ?? 'AWS Backup gave no reason')}`;
  }
}
