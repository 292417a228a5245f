import { awsCommand } from '../shared/aws-command';
import { createInstanceCommand, memberInWords, takesOver } from '../shared/cluster-members';
import { clock, duration, subjectLine } from '../shared/words';
import type { Environment, ZoneNotice } from './contract';
import type { FailoverTimes, Verdict } from './decide';
import type { ZoneFacts } from './facts';

type Failover = Extract<Verdict, { kind: 'failover' }>;
type NoReader = Extract<Verdict, { kind: 'no-reader' }>;
type NotPromoted = Extract<Verdict, { kind: 'not-promoted' }>;
type AnswersAgain = Extract<Verdict, { kind: 'answers-again' }>;
const SECTION = 'Runbook: docs/RUNBOOK_DR.md, section "AZ failure".';

export function failoverNotice(
  { writer, readers, times }: Failover,
  facts: ZoneFacts,
  environment: Environment,
): ZoneNotice {
  const [zone] = facts.zones.filter((each) => each !== writer.zone);
  const isCovered = takesOver(writer, readers).length > 0;
  const create = zone === undefined ? [] : [createInstanceCommand(environment.CLUSTER_ARN, writer, zone)];
  const next =
    readers.length === 0
      ? ['Create one:', ...create]
      : [`RDS shows ${readers.map(memberInWords).join(', ')}. If none becomes available, create one:`, ...create];
  const lines = [
    `Aurora failed over in ${environment.PRIMARY_REGION} at ${clock(times.beganAtMs, facts.nowMs)}: ${writer.identifier} in ${writer.zone} is the writer, and answers.`,
    ...(isCovered
      ? [
          'Nothing to do now: the workload follows by itself.',
          `Readers, as RDS shows them: ${readers.map(memberInWords).join(', ')}. One whose zone is still lost may read "available", too.`,
        ]
      : [`No reader in another zone is available: a failure of ${writer.zone} would not heal by itself.`, ...next]),
    ...timesInWords(times),
    SECTION,
  ];
  const subject = `${environment.WORKLOAD_NAME}: Aurora failed over to ${writer.zone}${isCovered ? '' : ', no reader is left'}`;
  return { kind: 'failover', subject: subjectLine(subject), message: lines.join('\n') };
}

export function noReaderNotice({ writer, zone }: NoReader, facts: ZoneFacts, environment: Environment): ZoneNotice {
  const lines = [
    `The writer ${writer.identifier} in ${writer.zone} has not answered since ${clock(facts.incident.openedAt, facts.nowMs)} at the latest, and no reader in another zone is available.`,
    `If ${writer.zone} is lost, this does not heal by itself. Create an instance in another zone, which becomes the writer:`,
    createInstanceCommand(environment.CLUSTER_ARN, writer, zone),
    'The command is safe: it changes no data. If the instance alone failed, Aurora recreates it within 10 minutes, and the new one stays as a reader.',
    SECTION,
  ];
  const subject = `CRITICAL ${environment.WORKLOAD_NAME}: no writer in ${environment.PRIMARY_REGION}, and no reader to promote`;
  return { kind: 'no-reader', subject: subjectLine(subject), message: lines.join('\n') };
}

/** Two zones may be lost: what RDS calls available need not be. */
export function notPromotedNotice(
  { writer, reader, thirdZone }: NotPromoted,
  facts: ZoneFacts,
  { WORKLOAD_NAME, PRIMARY_REGION: region, CLUSTER_ARN: arn }: Environment,
): ZoneNotice {
  const words = ['--db-cluster-identifier', arn.slice(arn.lastIndexOf(':') + 1)];
  const lines = [
    `The writer ${writer.identifier} in ${writer.zone} has not answered since ${clock(facts.incident.openedAt, facts.nowMs)} at the latest. Aurora promotes a reader within a minute as a rule, and has not promoted ${memberInWords(reader)}.`,
    'Promote it. The command changes no data:',
    awsCommand(region, 'rds failover-db-cluster', ...words),
    ...(thirdZone === undefined
      ? [
          `If that changes nothing, ${reader.zone} may be lost, too, and the cluster has no subnet in a third zone: fail over to the standby region. Runbook: docs/RUNBOOK_DR.md, section "Regional failure".`,
        ]
      : [
          `If that changes nothing, ${reader.zone} may be lost, too. Create an instance in a third zone:`,
          createInstanceCommand(arn, writer, thirdZone),
        ]),
    SECTION,
  ];
  const subject = `CRITICAL ${WORKLOAD_NAME}: no writer in ${region}, and Aurora has not promoted a reader`;
  return { kind: 'not-promoted', subject: subjectLine(subject), message: lines.join('\n') };
}

export function answersAgainNotice(
  { writer }: AnswersAgain,
  facts: ZoneFacts,
  { WORKLOAD_NAME, PRIMARY_REGION: region }: Environment,
): ZoneNotice {
  const others = facts.members.filter((member) => member !== writer);
  const lines = [
    `${writer.identifier} in ${writer.zone} answers again. Aurora has not failed over.`,
    'Nothing to do now. An instance that you have created stays as a reader, and costs what a reader costs.',
    `Readers, as RDS shows them: ${others.map(memberInWords).join(', ') || 'none'}.`,
    SECTION,
  ];
  const subject = `${WORKLOAD_NAME}: the writer in ${region} answers again`;
  return { kind: 'answers-again', subject: subjectLine(subject), message: lines.join('\n') };
}

function timesInWords({ auroraSeconds, clientErrorSeconds, differenceSeconds }: FailoverTimes): readonly string[] {
  const known = (seconds: number | null, unknown: string) => (seconds === null ? unknown : duration(seconds));
  return [
    `Aurora, by its events: ${known(auroraSeconds, 'unknown, an event is missing')}.`,
    `Errors of clients, by the minute: ${known(clientErrorSeconds, 'unknown, no alarm watches them')}.`,
    ...(differenceSeconds === null
      ? []
      : [`Difference (detection, reconnecting, and a command where one was needed): ${duration(differenceSeconds)}.`]),
  ];
}
