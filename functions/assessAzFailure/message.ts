import { awsCommand } from '../shared/aws-command';
import { clock, counted, duration, subjectLine } from '../shared/words';
import type { Environment, ZoneNotice } from './contract';
import { takesOver, type FailoverTimes, type Verdict } from './decide';
import type { MemberFact, ZoneFacts } from './facts';

type Failover = Extract<Verdict, { kind: 'failover' }>;
type NoReader = Extract<Verdict, { kind: 'no-reader' }>;
const SECTION = 'Runbook: docs/RUNBOOK_DR.md, section "AZ failure".';

export function failoverNotice(
  { writer, readers, times }: Failover,
  facts: ZoneFacts,
  environment: Environment,
): ZoneNotice {
  const [zone] = facts.zones.filter((each) => each !== writer.zone);
  const isCovered = takesOver(writer, readers).length > 0;
  const next = zone === undefined ? [] : [`Create one: ${createInstance(writer, zone, environment)}`];
  const lines = [
    `Aurora failed over in ${environment.PRIMARY_REGION} at ${clock(times.beganAtMs, facts.nowMs)}: ${writer.identifier} in ${writer.zone} is the writer, and answers.`,
    ...(isCovered
      ? [
          'Nothing to do now: the workload follows by itself.',
          `Readers, as RDS shows them: ${readers.map(inWords).join(', ')}. One whose zone is still lost may read "available", too.`,
        ]
      : [`No reader is left in another zone: a failure of ${writer.zone} would not heal by itself.`, ...next]),
    ...timesInWords(times),
    SECTION,
  ];
  const subject = `${environment.WORKLOAD_NAME}: Aurora failed over to ${writer.zone}${isCovered ? '' : ', no reader is left'}`;
  return { kind: 'failover', subject: subjectLine(subject), message: lines.join('\n') };
}

export function noReaderNotice({ writer, zone }: NoReader, facts: ZoneFacts, environment: Environment): ZoneNotice {
  const lines = [
    `The writer ${writer.identifier} in ${writer.zone} has not answered since ${clock(facts.incident.openedAt, facts.nowMs)}, and there is no reader in another zone.`,
    `If ${writer.zone} is lost, this does not heal by itself. Create an instance in another zone, which becomes the writer:`,
    createInstance(writer, zone, environment),
    'The command is safe: it changes no data. If the instance alone failed, Aurora recreates it within 10 minutes, and the new one stays as a reader.',
    SECTION,
  ];
  const subject = `CRITICAL ${environment.WORKLOAD_NAME}: no writer in ${environment.PRIMARY_REGION}, and no reader to promote`;
  return { kind: 'no-reader', subject: subjectLine(subject), message: lines.join('\n') };
}

/** Named by its zone: names are not roles. */
export function createInstance(
  { instanceClass }: MemberFact,
  zone: string,
  { PRIMARY_REGION, CLUSTER_ARN }: Environment,
): string {
  const cluster = CLUSTER_ARN.slice(CLUSTER_ARN.lastIndexOf(':') + 1);
  const words = {
    '--db-instance-identifier': `${cluster}-${zone}`,
    '--db-cluster-identifier': cluster,
    '--db-instance-class': instanceClass,
    '--engine': 'aurora-postgresql',
    '--availability-zone': zone,
  };
  return awsCommand(PRIMARY_REGION, 'rds create-db-instance', ...Object.entries(words).flat());
}

function timesInWords({ auroraSeconds, clientErrorSeconds, differenceSeconds }: FailoverTimes): readonly string[] {
  const known = (seconds: number | null, unknown: string) => (seconds === null ? unknown : duration(seconds));
  return [
    `Aurora, by its events: ${known(auroraSeconds, 'unknown, an event is missing')}.`,
    `Errors of clients, by the minute: ${known(clientErrorSeconds, 'unknown, no alarm watches them')}.`,
    ...(differenceSeconds === null
      ? []
      : [`Difference (detection and reconnecting): ${counted(differenceSeconds, 'second')}.`]),
  ];
}

function inWords({ identifier, zone, status }: MemberFact): string {
  return `${identifier} in ${zone} (${status})`;
}
