import { currentRegion } from '../shared/clients';
import type { Surroundings } from '../shared/create-handler';
import type { Backups } from './aws';
import type { Assessment, Environment, ExposureRecord, Incident } from './contract';
import type { Exposure } from './decide';
import { isAtLeast } from './decide-repair';
import type { Facts } from './facts';
import { fold, hasRecovered, isMadeGood, unheardFailures } from './incident';
import type { StoredIncident } from './aws/incident-store';
import { compose } from './message';
import { decideNotice } from './notice';
import { outlookWith } from './outlook';
import { exposureRecord } from './exposure-record';
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

/** One check of an incident that this execution owns: repair what may be repaired, say what is new, write it down. */
export async function advanceIncident(
  backups: Backups,
  { incident: before, stored, facts, exposure, isLast, problems }: IncidentStep,
  surroundings: Surroundings<Environment>,
): Promise<Assessment> {
  const { environment } = surroundings;
  const heard = unheardFailures(facts).reduce(fold, before);
  const { severity } = exposure;
  const repaired = await advanceRepair(backups, heard, facts, exposure, surroundings);
  const isGood = isMadeGood(heard, facts, exposure);
  const incident: Incident = {
    ...heard,
    repair: repaired.repair,
    goodSince: isGood ? (heard.goodSince ?? new Date(facts.nowMs).toISOString()) : null,
    worstSeverity: isAtLeast(heard.worstSeverity, severity) ? heard.worstSeverity : severity,
  };
  const recovered = hasRecovered(incident, facts, environment.WINDOW_MINUTES);
  const kind = decideNotice(incident, {
    severity,
    hasRecovered: recovered,
    isLast,
    isLeftAlone: facts.suspension !== undefined,
    windowMinutes: environment.WINDOW_MINUTES,
    nowMs: facts.nowMs,
  });
  await backups.write(environment.LOCK_TABLE_NAME, incident, stored);

  const outlook = outlookWith(repaired.repair, exposure, facts, environment);
  const record = exposureRecord(facts, outlook, environment, incident.signals);
  const notice =
    kind === undefined
      ? null
      : compose(kind, {
          incident,
          exposure: record,
          executionArn: incident.owner,
          repair: repaired.text,
          runningJob: repaired.runningJob,
          workloadName: environment.WORKLOAD_NAME,
          primaryRegion: environment.PRIMARY_REGION,
          standbyRegion: currentRegion(),
          standbyVaultName: environment.STANDBY_VAULT_NAME,
          runbook: environment.RUNBOOK,
          nowMs: facts.nowMs,
        });
  return {
    phase: kind === 'allClear' ? 'recovered' : isLast && kind !== 'opened' ? 'unresolved' : 'following',
    detail: `${severity}: ${record.reason}`,
    problems: [...problems],
    notice,
    exposure: record,
    incident,
    nextPollSeconds: nextCheck(incident, exposure, facts.nowMs),
  };
}

/** An outcome that changes nothing: all that is left to do is to keep the evidence. */
export function recorded(
  detail: string,
  problems: readonly string[],
  incident: Incident | null = null,
  exposure: ExposureRecord | null = null,
): Assessment {
  return { phase: 'recorded', detail, problems: [...problems], notice: null, exposure, incident, nextPollSeconds: 0 };
}

/** AWS Backup sends the events of its jobs every five minutes. */
const SHORTEST_SECONDS = 180;
const DAY_SECONDS = 86_400;
/** An execution may have 25,000 events in its history (Step Functions quotas), and follows an incident for a week. */
const LONGEST_SECONDS = { firstDay: 900, later: 1800 } as const;
/** After this share of the time since it opened: soon at first, and seldom enough for an incident of days. */
const SHARE = 0.05;

/** When to check again: at the latest when the objective is breached, so that this is notified when it happens. */
function nextCheck(incident: Incident, { breachesAtMs }: Exposure, nowMs: number): number {
  const openSeconds = (nowMs - Date.parse(incident.openedAt)) / 1000;
  const longest = openSeconds < DAY_SECONDS ? LONGEST_SECONDS.firstDay : LONGEST_SECONDS.later;
  const untilBreach =
    breachesAtMs === undefined || breachesAtMs < nowMs ? longest : Math.floor((breachesAtMs - nowMs) / 1000) + 1;
  return Math.max(Math.min(Math.ceil(openSeconds * SHARE), untilBreach, longest), SHORTEST_SECONDS);
}
