import { clock, counted, duration, sentence } from '../shared/words';
import type { ExposureRecord, Incident, Signal } from './contract';

/*
 * Sentences that several messages have. Each is made from figures of one reading, so that no two of them can contradict
 * each other.
 */

/** Of the cluster, as a person calls it. */
export function clusterName(resourceArn: string): string {
  return resourceArn.slice(resourceArn.lastIndexOf(':') + 1);
}

/** The alarms that are on in a region; null where CloudWatch does not answer. */
export interface AlarmsOn {
  readonly region: string;
  readonly names: readonly string[] | null;
}

/** What one signal reports. */
export function signalSentence(signal: Signal, cluster: string, alarmsOn: AlarmsOn, nowMs: number): string {
  const { kind, state, message, at } = signal;
  switch (kind) {
    case 'backup':
      return `A backup of ${cluster} ${ended(state)} at ${clock(at, nowMs)}: ${sentence(message)}`;
    case 'copy':
      return `The copy of a backup of ${cluster} ${ended(state)} at ${clock(at, nowMs)}: ${sentence(message)}`;
    case 'alarm':
      return alarmSentence(signal, cluster, alarmsOn, nowMs);
    case 'unreadable':
      return `An event of ${clock(at, nowMs)} about the backups of ${cluster} could not be read.`;
  }
}

/** An event says what was: whether the alarm still is on, only CloudWatch does, and only of its own region. */
function alarmSentence(signal: Signal, cluster: string, { region, names }: AlarmsOn, nowMs: number): string {
  const { alarmName, at } = signal;
  const name = `The alarm ${alarmName ?? 'without a name'} about the backups of ${cluster}`;
  if (names === null || alarmName === null || signal.region !== region)
    return `${name} went on at ${clock(at, nowMs)}.`;
  return names.includes(alarmName)
    ? `${name} is on since ${clock(at, nowMs)}.`
    : `${name} went on at ${clock(at, nowMs)}, and is off again.`;
}

function ended(state: string): string {
  return ENDS[state] ?? `ended as ${state}`;
}

const ENDS: Readonly<Record<string, string>> = {
  FAILED: 'failed',
  EXPIRED: 'expired',
  ABORTED: 'was aborted',
  PARTIAL: 'was completed only in part',
};

/** `2 failed backups, 1 failed copy, 1 alarm`: all that is known. */
export function countOf({ failedBackups, failedCopies, otherSignals, signals }: Incident): string {
  const isAlarms = !signals.some(({ kind }) => kind === 'unreadable');
  const parts: readonly (readonly [number, string, string])[] = [
    [failedBackups, 'failed backup', 'failed backups'],
    [failedCopies, 'failed copy', 'failed copies'],
    isAlarms
      ? [otherSignals, 'alarm', 'alarms']
      : [otherSignals, 'alarm or unreadable event', 'alarms or unreadable events'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`)
    .join(', ');
}

/** `61 minutes`, `26 hours 5 minutes`, `7 days 1 hour`: never less than it is. */
export function span(minutes: number): string {
  if (minutes <= 300) return counted(minutes, 'minute');
  if (minutes < 2 * DAY_MINUTES) return duration(minutes * 60);
  const hours = Math.ceil(minutes / 60);
  const rest = hours % 24;
  return `${counted(Math.floor(hours / 24), 'day')}${rest === 0 ? '' : ` ${counted(rest, 'hour')}`}`;
}

const DAY_MINUTES = 1440;

/** When the first of them was. */
export function beginOf({ openedAt, signals }: Incident): string {
  const times = [openedAt, ...signals.map(({ at }) => at)].filter((at) => !Number.isNaN(Date.parse(at)));
  return times.reduce((first, at) => (Date.parse(at) < Date.parse(first) ? at : first));
}

/** What the primary's backups mean while it does not serve, or is about to serve no more. */
export function suspensionSentence(
  { kind, since }: NonNullable<ExposureRecord['suspension']>,
  { primaryRegion, standbyRegion }: { readonly primaryRegion: string; readonly standbyRegion: string },
  nowMs: number,
): string {
  const from = since === null ? '' : ` since ${clock(since, nowMs)}`;
  return kind === 'standbyServes'
    ? `Users are served by ${standbyRegion}${from}. Backups of ${primaryRegion} are of no use to them: what users write is not in them.`
    : `A failover to ${standbyRegion} is under way${from}. It waits for no new backup of ${primaryRegion}.`;
}

export function lossSentence(
  standbyAgeMinutes: number | null,
  objectiveMinutes: number,
  primaryRegion: string,
): string {
  const now = `If ${primaryRegion} were lost now`;
  if (standbyAgeMinutes === null)
    return `${now}, everything would be lost: no recovery point in the standby vault can be restored.`;
  return `${now}, you would lose the data of the last ${span(standbyAgeMinutes)}; the objective is ${counted(objectiveMinutes, 'minute')}.`;
}

/** The same figure, where nobody knows which region serves. */
export function newestSentence(standbyAgeMinutes: number | null, objectiveMinutes: number): string {
  if (standbyAgeMinutes === null) return 'No recovery point in the standby vault can be restored.';
  return `The newest copy in the standby vault is ${span(standbyAgeMinutes)} old; the objective is ${counted(objectiveMinutes, 'minute')}.`;
}

/** When the next copy completes, beside the moment from which on the objective is breached. */
export function outlookSentence(exposure: ExposureRecord, nowMs: number): string {
  const { breachesAt, nextCopyAt, primarySilence } = exposure;
  const breach = breachesAt === null ? undefined : clock(breachesAt, nowMs);
  const isBreached = breachesAt !== null && Date.parse(breachesAt) < nowMs;
  const since = isBreached ? `The objective is breached since ${breach}. ` : '';
  if (nextCopyAt === null) {
    const why = primarySilence === null ? '' : `: ${primarySilence}`;
    const until = breach === undefined || isBreached ? '' : ` The objective is breached from ${breach} on.`;
    return `${since}When the next copy completes is not known${sentence(why)}${until}`;
  }
  const next = `${since}The next copy is expected to complete at ${clock(nextCopyAt, nowMs)}`;
  if (breachesAt === null || isBreached) return `${next}.`;
  const lateMs = Date.parse(nextCopyAt) - Date.parse(breachesAt);
  return lateMs <= 0
    ? `${next}, in time: the objective is breached from ${breach} on.`
    : `${next}, ${span(Math.ceil(lateMs / 60_000))} after the objective is breached at ${breach}.`;
}

export function pointText(ageMinutes: number | null, arn: string | null): string {
  return ageMinutes === null || arn === null ? 'no usable recovery point' : `${span(ageMinutes)} old: ${arn}`;
}
