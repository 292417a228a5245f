import type { Instance } from '../../simulator/services/rds/model';
import type { ReceivedMail } from '../stage/mails';
import type { ReportCheck } from '../stage/report-check';

export interface ObservedZone {
  readonly options: { readonly hasReader: boolean };
  readonly zone: string;
  readonly lostAtMs: number;
  readonly promotedAtMs: number | undefined;
  readonly commandedAtMs: number | undefined;
  readonly servedAtMs: number | undefined;
  readonly failedRequests: number;
  readonly notifications: readonly ReceivedMail[];
  /** Every other mail since the loss. */
  readonly others: readonly ReceivedMail[];
  readonly alarms: readonly string[];
  /** Those of our stacks. */
  readonly ourAlarms: readonly string[];
  readonly evidences: readonly string[];
  readonly writer: Instance | undefined;
  readonly backupsSince: number;
  readonly regionalFailovers: number;
}

/** The mission's promise for a zone with a reader in another one. */
const MOST_DOWNTIME_SECONDS = 120;
/** What clients see of a lost writer, whose alarms mail in the primary region. */
const EXPECTED_ALARM = /-(api-5xx|api-latency-p90|lambda-errors)$/;

/** Everything that must hold for a rehearsal of a lost zone to have passed. */
export function runChecks(observed: ObservedZone): readonly ReportCheck[] {
  const { options, zone, writer, notifications, evidences } = observed;
  const kinds = notifications.map(({ subject }) => kindOf(subject));
  const expected = options.hasReader ? ['failover'] : ['no-reader', 'failover'];
  const named = notifications.at(-1)?.message ?? '';
  const unexpected = observed.ourAlarms.filter((name) => !EXPECTED_ALARM.test(name));
  const unexpectedMails = observed.others.filter(({ subject }) => !/ALARM:|OK:/.test(subject));
  return [
    downtime(observed),
    check(
      'one notification a failover, and one where no reader could be promoted',
      kinds.join() === expected.join(),
      kinds.length === 0 ? 'none' : kinds.join(', '),
    ),
    check(
      'the notification names who writes, and where',
      writer !== undefined && named.includes(writer.identifier) && named.includes(writer.availabilityZone),
      writer === undefined || notifications.length === 0
        ? 'none, or nobody writes'
        : `${writer.identifier} in ${writer.availabilityZone}, not in ${zone}`,
    ),
    check('the evidence is written', evidences.length > 0, `${evidences.length} records in az-failures/`),
    check(
      'no other alarm goes off',
      unexpected.length === 0,
      unexpected.length === 0 ? observed.alarms.join(', ') || 'none at all' : unexpected.join(', '),
    ),
    check(
      'no other mail is sent',
      unexpectedMails.length === 0,
      unexpectedMails.map(({ subject, message }) => subject || message.slice(0, 80)).join('; ') || 'none but alarms',
    ),
    check('backups go on', observed.backupsSince > 0, `${observed.backupsSince} completed since the zone was lost`),
    check('the standby stays out of it', observed.regionalFailovers === 0, `${observed.regionalFailovers} failovers`),
  ];
}

function kindOf(subject: string): string {
  if (subject.includes('no reader to promote')) return 'no-reader';
  if (subject.includes('has not promoted')) return 'not-promoted';
  return subject.includes('answers again') ? 'answers-again' : 'failover';
}

function downtime({ options, servedAtMs, lostAtMs, failedRequests }: ObservedZone): ReportCheck {
  if (servedAtMs === undefined) return check('clients are served again', false, `${failedRequests} requests failed`);
  const seconds = Math.round((servedAtMs - lostAtMs) / 1000);
  const detail = `${seconds} seconds, ${failedRequests} requests failed`;
  if (!options.hasReader) return check('clients are served again', true, detail);
  return check('clients are without service for less than 2 minutes', seconds < MOST_DOWNTIME_SECONDS, detail);
}

function check(name: string, passed: boolean, detail: string): ReportCheck {
  return { name, passed, detail };
}
