import { clock, counted, sentence, subjectLine } from '../shared/words';
import type { CheckResult, Environment, Report } from './contract';
import type { News } from './news';

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** What is not ready, what it means, the one next command, then details: read on a phone. */
export function composeMail(report: Report, news: News, environment: Environment): Mail {
  const { workload, region, checks, checkedAt } = report;
  const at = clock(checkedAt, Date.parse(checkedAt));
  const notReady = checks.filter(({ name }) => news.notReady.includes(name));
  const [first] = notReady;
  const lines =
    first === undefined
      ? [`A failover of ${workload} to ${region} can begin again, by the checks of ${at}: ${news.over.join(', ')}.`]
      : [
          `By the checks of ${at} a failover of ${workload} to ${region} would fail, or could not begin:`,
          ...notReady.map(checkLine),
          'Fix it before you have to fail over.',
          '',
          ...nextLines(first),
          ...(notReady.length > 1 ? ['', 'Then:', ...notReady.slice(1).flatMap(fixLines)] : []),
          ...(news.over.length === 0 ? [] : ['', `No longer not ready: ${news.over.join(', ')}.`]),
        ];
  const subject =
    first === undefined
      ? `${workload}: ready again for a failover`
      : `${workload}: NOT READY for a failover: ${notReady.map(({ name }) => name).join(', ')}`;
  return { subject: subjectLine(subject), text: [...lines, '', ...detailLines(report, environment)].join('\n') };
}

function detailLines({ checks, counts, checkedAt, region }: Report, environment: Environment): readonly string[] {
  const unread = checks.filter((check) => check.unread === true);
  const degraded = checks.filter((check) => check.state === 'degraded' && check.unread !== true);
  return [
    ...section('Not read this time, so nothing is said of it:', unread),
    ...section('Degraded, which can wait for the day:', degraded),
    `${counted(checks.length, 'check')} at ${checkedAt}: ${counts.ready} ready.`,
    'Check now: node cli/pilotlight.js readiness ' +
      `--function ${environment.WORKLOAD_NAME}-readiness --region ${region}`,
    'Runbook: docs/RUNBOOK_DR.md, section: Readiness says not-ready or degraded',
  ];
}

function section(title: string, checks: readonly CheckResult[]): readonly string[] {
  return checks.length === 0 ? [] : [title, ...checks.map(checkLine), ''];
}

function checkLine({ name, detail }: CheckResult): string {
  return `- ${name}: ${sentence(detail)}`;
}

function nextLines({ fix }: CheckResult): readonly string[] {
  const { prose, command } = partsOf(fix);
  if (command === undefined) return [`Next: ${sentence(prose)}`];
  return [`Next: ${prose === '' ? 'put it right' : prose}:`, command];
}

function fixLines({ name, fix }: CheckResult): readonly string[] {
  const { prose, command } = partsOf(fix);
  const start = prose === '' ? `- ${name}` : `- ${name}: ${prose}`;
  return command === undefined ? [sentence(start)] : [`${start}:`, command];
}

/** A command has a line of its own, so that it can be copied whole. */
function partsOf(fix: string | null): { readonly prose: string; readonly command: string | undefined } {
  const text = fix ?? 'Nothing to do';
  const found = /^(?:(?<prose>.*?): )?(?<command>(?:aws|npx|node) .*)$/.exec(text);
  return { prose: found?.groups?.['prose'] ?? (found === null ? text : ''), command: found?.groups?.['command'] };
}
