import { currentRegion } from '../shared/clients';
import type { Surroundings } from '../shared/create-handler';
import type { Backups } from './aws';
import type { Environment, ExposureRecord, Incident, Output } from './contract';
import { decide, type Exposure } from './decide';
import { isAtLeast } from './decide-repair';
import type { Facts, JobFact } from './facts';
import { decideNotice, fold, hasRecovered, isMadeGood, leaseFrom, unheardFailures } from './incident';
import type { StoredIncident } from './aws/incident-store';
import { compose } from './message';
import { exposureRecord, policyOf } from './policy';
import { advanceRepair } from './repair';

export interface IncidentStep {
  readonly incident: Incident;
  /** As it was read: the write replaces exactly this. */
  readonly stored: StoredIncident | undefined;
  readonly facts: Facts;
  readonly exposure: Exposure;
  readonly isLast: boolean;
  readonly problems: readonly string[];
}

/** One look at an incident that this execution owns: repair what may be repaired, say what is to be told, write it down. */
export async function advanceIncident(
  backups: Backups,
  { incident: before, stored, facts, exposure, isLast, problems }: IncidentStep,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment } = surroundings;
  const heard = unheardFailures(facts).reduce(fold, before);
  const { severity } = exposure;
  const { repair, text } = await advanceRepair(backups, heard, facts, exposure, surroundings);
  const isGood = isMadeGood(heard, facts, exposure);
  const incident: Incident = {
    ...heard,
    repair,
    goodSince: isGood ? (heard.goodSince ?? new Date(facts.nowMs).toISOString()) : null,
    leaseUntil: leaseFrom(facts.nowMs),
    worstSeverity: isAtLeast(heard.worstSeverity, severity) ? heard.worstSeverity : severity,
  };
  const recovered = hasRecovered(incident, facts, environment.WINDOW_MINUTES);
  const kind = decideNotice(incident, {
    severity,
    hasRecovered: recovered,
    isLast,
    windowMinutes: environment.WINDOW_MINUTES,
    nowMs: facts.nowMs,
  });
  await backups.write(environment.LOCK_TABLE_NAME, incident, stored);

  const record = exposureRecord(facts, withRepair(exposure, facts, repair, environment), environment);
  const notice =
    kind === undefined
      ? null
      : compose(kind, {
          incident,
          exposure: record,
          executionArn: incident.owner,
          repair: text,
          workloadName: environment.WORKLOAD_NAME,
          primaryRegion: environment.PRIMARY_REGION,
          standbyRegion: currentRegion(),
          runbook: environment.RUNBOOK,
          nowMs: facts.nowMs,
        });
  return {
    phase: kind === 'allClear' ? 'recovered' : kind === 'unresolved' ? 'unresolved' : 'following',
    detail: `${severity}: ${exposure.reason}`,
    problems: [...problems],
    notice,
    exposure: record,
    incident,
    nextPollSeconds: nextLook(incident, exposure, facts.nowMs),
  };
}

/** A repair that was begun just now brings the next recovery point sooner; how bad it was without it stays said. */
function withRepair(exposure: Exposure, facts: Facts, repair: Incident['repair'], environment: Environment): Exposure {
  if (repair?.state !== 'running' || facts.primary === undefined) return exposure;
  const { jobs } = facts.primary;
  if (jobs.some(({ jobId }) => jobId === repair.jobId)) return exposure;
  const { nextLandingAtMs } = decide(
    { ...facts, primary: { ...facts.primary, jobs: [...jobs, begun(repair)] } },
    policyOf(environment),
  );
  return { ...exposure, nextLandingAtMs };
}

function begun({ kind, jobId, startedAt, detail }: NonNullable<Incident['repair']>): JobFact {
  const createdAtMs = Date.parse(startedAt);
  return {
    kind,
    jobId: jobId ?? '',
    state: 'CREATED',
    message: detail,
    region: '',
    createdAtMs,
    completedAtMs: undefined,
    recoveryPointArn: undefined,
    isScheduled: false,
  };
}

/** An outcome that changes nothing: all that is left to do is to keep the evidence. */
export function recorded(
  detail: string,
  problems: readonly string[],
  incident: Incident | null = null,
  exposure: ExposureRecord | null = null,
): Output {
  return { phase: 'recorded', detail, problems: [...problems], notice: null, exposure, incident, nextPollSeconds: 0 };
}

/** AWS Backup tells of its jobs every five minutes. */
const SHORTEST_SECONDS = 180;
const LONGEST_SECONDS = 900;
/** After this share of the time since it opened: soon at first, and seldom enough for an incident of days. */
const SHARE = 0.05;

/** When to look again: at the latest when the objective is breached, so that this is told when it happens. */
function nextLook(incident: Incident, { breachesAtMs }: Exposure, nowMs: number): number {
  const openSeconds = (nowMs - Date.parse(incident.openedAt)) / 1000;
  const untilBreach =
    breachesAtMs === undefined || breachesAtMs < nowMs
      ? LONGEST_SECONDS
      : Math.floor((breachesAtMs - nowMs) / 1000) + 1;
  const wished = Math.min(Math.ceil(openSeconds * SHARE), untilBreach, LONGEST_SECONDS);
  return Math.max(wished, SHORTEST_SECONDS);
}
