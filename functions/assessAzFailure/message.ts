import { createInstanceCommand, memberInWords, takesOver } from '../shared/cluster-members';
import { clock, counted, duration, subjectLine } from '../shared/words';
import type { Environment, ZoneNotice } from './contract';
import type { FailoverTimes, Verdict } from './decide';
import type { ZoneFacts } from './facts';

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
  const next =
    zone === undefined ? [] : [`Create one: ${createInstanceCommand(environment.CLUSTER_ARN, writer, zone)}`];
  const lines = [
    `Aurora failed over in ${environment.PRIMARY_REGION} at ${clock(times.beganAtMs, facts.nowMs)}: ${writer.identifier} in ${writer.zone} is the writer, and answers.`,
    ...(isCovered
      ? [
          'Nothing to do now: the workload follows by itself.',
          `Readers, as RDS shows them: ${readers.map(memberInWords).join(', ')}. One whose zone is still lost may read "available", too.`,
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
    createInstanceCommand(environment.CLUSTER_ARN, writer, zone),
    'The command is safe: it changes no data. If the instance alone failed, Aurora recreates it within 10 minutes, and the new one stays as a reader.',
    SECTION,
  ];
  const subject = `CRITICAL ${environment.WORKLOAD_NAME}: no writer in ${environment.PRIMARY_REGION}, and no reader to promote`;
  return { kind: 'no-reader', subject: subjectLine(subject), message: lines.join('\n') };
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
