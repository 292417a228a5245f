import * as z from 'zod';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import type { ReportCheck } from '../stage/report-check';
import { deadLetters, type Evidence, isToldInOne, standbyAgeMinutes } from './observe';
import type { BackupFailureReport } from './report';

export interface Observed {
  readonly world: World;
  readonly estate: Estate;
  readonly failedJobs: BackupFailureReport['failedJobs'];
  readonly notices: BackupFailureReport['notices'];
  /** What the executions recorded, by their names: as it was written, or from their histories. */
  readonly evidences: ReadonlyMap<string, Evidence>;
  /** Executions whose evidence is not where it belongs. */
  readonly unwritten: readonly string[];
  readonly executions: readonly {
    readonly name: string;
    readonly status: string;
    readonly error: string | undefined;
    readonly stateTransitions: number;
  }[];
  /** Incidents that were followed when the first job was made to fail. */
  readonly openBefore: number;
  readonly alarms: readonly string[];
  readonly times: number;
}

/** A message says this of the data that would be lost; of more than five hours it is said in other units. */
const LOSS = /the data of the last (\d+) minutes?; the objective is (\d+) minutes?/;
/** Sent by an execution that cannot assess its signal for now, or at all: they are about no incident. */
const UNASSESSED: ReadonlySet<string> = new Set(['delayed', 'unassessed']);

/** Everything that must hold for the rehearsal to have passed. */
export function runChecks(observed: Observed): readonly ReportCheck[] {
  const { failedJobs, notices, evidences, unwritten, executions, alarms, world, estate } = observed;
  const notified = new Set(
    [...evidences.values()].flatMap(({ incident }) => incident?.signals.map(({ jobId }) => jobId) ?? []),
  );
  const unheard = failedJobs.filter(({ id }) => !notified.has(id));
  const failed = executions.filter(({ status }) => status !== 'SUCCEEDED');
  const unassessed = notices.filter(({ kind }) => kind === 'unassessed');
  const letters = deadLetters(world);
  return [
    check(
      'jobs failed as ordered',
      failedJobs.length >= observed.times,
      `${failedJobs.length} failed, ${observed.times} ordered`,
    ),
    check('an alarm went off', alarms.length > 0, alarms.join(', ') || 'none'),
    check(
      'every failed job was heard',
      unheard.length === 0,
      unheard.length === 0
        ? `${failedJobs.length} of ${failedJobs.length}`
        : `not: ${unheard.map(({ id }) => id).join(', ')}`,
    ),
    check(
      'every execution succeeded',
      executions.length > 0 && failed.length === 0,
      failed.length === 0
        ? `${executions.length} executions`
        : failed.map(({ name, status, error }) => `${name}: ${status} ${error ?? ''}`).join(', '),
    ),
    check(
      'every execution left evidence',
      unwritten.length === 0,
      `${executions.length - unwritten.length} records${unwritten.length === 0 ? '' : `; none of ${unwritten.join(', ')}`}`,
    ),
    check('every signal was assessed', unassessed.length === 0, delays(notices)),
    observed.openBefore === 0 ? notifiedOnce(observed) : foldedIntoOpen(observed),
    severityFitsExposure(observed),
    check(
      'machine-readable copies',
      notices.every((notice) => notice.kind !== '' && notice.severity !== ''),
      `${formats(observed)} messages with Slack and PagerDuty formats`,
    ),
    check('nothing undelivered', letters === 0, `${letters} events in dead-letter queues`),
    check(
      'the standby vault is good again',
      recoveredSince(observed),
      `newest usable recovery point: ${ageText(standbyAgeMinutes(world, estate, world.scheduler.now()))}`,
    ),
  ];
}

function delays(notices: BackupFailureReport['notices']): string {
  const delayed = notices.filter(({ kind }) => kind === 'delayed').length;
  return delayed === 0 ? 'none was held up' : `held up, and assessed in the end; ${delayed} notified meanwhile`;
}

function ofIncidents(notices: BackupFailureReport['notices']): BackupFailureReport['notices'] {
  return notices.filter(({ kind }) => !UNASSESSED.has(kind));
}

/** Where the objective cannot be kept at all, people know already: a failed job is added to what they know. */
function foldedIntoOpen({ notices, evidences }: Observed): ReportCheck {
  const verdicts = [...evidences.values()].map(({ verdict }) => verdict);
  const again = notices.filter(({ kind }) => kind === 'opened');
  return check(
    'folded into the incident that was open before',
    again.length === 0 && verdicts.length > 0 && verdicts.every((verdict) => verdict === 'recorded'),
    `${verdicts.length} signals; notified meanwhile: ${notices.map(({ kind }) => kind).join(', ') || 'nothing'}`,
  );
}

/** An incident is notified once when it opens, once for each time it gets worse, and once when it is over. */
function notifiedOnce({ notices, evidences }: Observed): ReportCheck {
  const resent = [...evidences.values()].flatMap(({ reportProblems }) => reportProblems);
  const sent = ofIncidents(notices);
  // SNS has no answer that a sender could lose without sending again: it is at least once.
  const once = sent.filter(
    ({ kind }, index) =>
      sent[index - 1]?.kind !== kind || !resent.some((problem) => problem.includes(`"${kind}" could not be sent`)),
  );
  const kinds = once.map(({ kind }) => kind);
  let worst = -1;
  const repeated = once.filter(({ kind, severity }) => {
    if (kind === 'opened') worst = -1;
    if (kind !== 'opened' && kind !== 'escalated') return false;
    const rank = RANKS.indexOf(severity);
    const isRepeat = rank <= worst;
    worst = rank;
    return isRepeat;
  });
  const again = sent.length === once.length ? '' : `; ${sent.length - once.length} sent again without an answer of SNS`;
  return check(
    'notified once, and once when it was over',
    kinds.at(-1) === 'allClear' && opensAndEndsEach(once) && repeated.length === 0,
    `${kinds.join(', ') || 'nobody was notified'}${again}`,
  );
}

/** Every incident is opened before it ends; one of which nobody could be notified in time has one mail for both. */
function opensAndEndsEach(notices: BackupFailureReport['notices']): boolean {
  let isOpen = false;
  for (const { kind, subject } of notices) {
    if (kind === 'opened' ? isOpen : !isOpen && !isToldInOne(subject)) return false;
    isOpen = kind !== 'allClear';
  }
  return true;
}

const RANKS = ['info', 'warning', 'critical'];

/** The age that a message names is the vault's, and critical is said exactly when that is over the objective. */
function severityFitsExposure({ notices, world, estate }: Observed): ReportCheck {
  const sent = ofIncidents(notices);
  const wrong = sent.filter(({ at, message, severity, kind }) => {
    const age = standbyAgeMinutes(world, estate, Date.parse(at));
    const [, said, objective] = LOSS.exec(message) ?? [];
    if (age === undefined) return severity !== 'critical';
    if (said === undefined) return age < 300;
    // The message was composed a moment before it was sent.
    if (Math.abs(Number(said) - age) > 2) return true;
    return kind !== 'allClear' && Number(said) > Number(objective) !== (severity === 'critical');
  });
  const detail = sent.map(({ severity, message }) => `${severity} at ${LOSS.exec(message)?.[1] ?? '?'} minutes`);
  return check('severity goes by what would be lost', wrong.length === 0, detail.join(', '));
}

function recoveredSince({ world, estate, failedJobs }: Observed): boolean {
  const now = world.scheduler.now();
  const ageMinutes = standbyAgeMinutes(world, estate, now);
  const firstMs = Date.parse(failedJobs[0]?.at ?? '');
  return ageMinutes !== undefined && now - ageMinutes * 60_000 > firstMs - FAILED_AFTER_MS;
}

/** A copy fails after its backup was made: copying that again is enough. */
const FAILED_AFTER_MS = 90 * 60_000;

const Slack = z.object({ text: z.string(), blocks: z.array(z.object({ type: z.string() })).min(1) });
const PagerDuty = z.object({
  event_action: z.enum(['trigger', 'resolve']),
  dedup_key: z.string().min(1),
  payload: z.object({ summary: z.string(), source: z.string(), severity: z.enum(['info', 'warning', 'critical']) }),
});

/** How many messages carry both formats; a wrong one is an error here. */
function formats({ world, estate }: Observed): number {
  const messages = world.region(estate.standbyRegion).sns.inbox(estate.TopicArn);
  const carrying = messages.filter(({ attributes }) => attributes['pagerduty'] !== undefined);
  for (const { attributes } of carrying) {
    Slack.parse(JSON.parse(attributes['slack'] ?? 'null'));
    PagerDuty.parse(JSON.parse(attributes['pagerduty'] ?? 'null'));
  }
  return carrying.length;
}

function ageText(minutes: number | undefined): string {
  return minutes === undefined ? 'there is none' : `${Math.ceil(minutes)} minutes old`;
}

function check(name: string, passed: boolean, detail: string): ReportCheck {
  return { name, passed, detail };
}
