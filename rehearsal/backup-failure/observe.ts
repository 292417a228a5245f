import * as z from 'zod';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { recordInHistory } from '../stage/history-record';
import type { BackupFailureReport } from './report';

/** What the rehearsal reads of the evidence of one execution. */
const Evidence = z.object({
  execution: z.string(),
  verdict: z.string(),
  incident: z
    .object({
      incidentId: z.string(),
      openedAt: z.string(),
      closedAt: z.string().nullable(),
      failedBackups: z.number(),
      failedCopies: z.number(),
      otherSignals: z.number(),
      worstSeverity: z.string(),
      signals: z.array(z.object({ jobId: z.string().nullable() })),
      repair: z.object({ kind: z.string(), state: z.string(), detail: z.string() }).nullable(),
    })
    .nullable(),
  reportProblems: z.array(z.string()).catch([]),
  exposure: z
    .object({ severity: z.string(), standbyAgeMinutes: z.number().nullable(), objectiveMinutes: z.number() })
    .nullable(),
});
export type Evidence = z.infer<typeof Evidence>;

const FAILED_STATES: ReadonlySet<string> = new Set(['FAILED', 'EXPIRED', 'ABORTED', 'PARTIAL']);
const PREFIX = 'backup-failures/';

/** By the name of the execution; of these executions, or of all. */
export function readEvidences(world: World, estate: Estate, of?: ReadonlySet<string>): ReadonlyMap<string, Evidence> {
  const { s3 } = world.region(estate.standbyRegion);
  return new Map(
    s3
      .listObjects(estate.EvidenceBucketName, PREFIX)
      .map(({ key, body }) => ({ name: key.slice(PREFIX.length, -'.json'.length), body }))
      .filter(({ name }) => of?.has(name) ?? true)
      .map(({ name, body }) => [name, Evidence.parse(JSON.parse(Buffer.from(body).toString()))]),
  );
}

/** The same of executions that could not write theirs: from their histories, which hold what they put together. */
export function evidencesInHistory(
  world: World,
  estate: Estate,
  executions: readonly { readonly name: string; readonly arn: string }[],
): ReadonlyMap<string, Evidence> {
  const { states } = world.region(estate.standbyRegion);
  return new Map(
    executions.flatMap(({ name, arn }) => {
      const found = recordInHistory(states.execution(arn).execution.events, Evidence);
      return found === undefined ? [] : [[name, found.evidence] as const];
    }),
  );
}

/** Backup and copy jobs of the primary region that failed since `sinceMs`, oldest first. */
export function failedJobs(world: World, estate: Estate, sinceMs: number): BackupFailureReport['failedJobs'] {
  const { backup } = world.region(estate.primaryRegion);
  const of = (kind: string, jobs: ReadonlyMap<string, Job>) =>
    [...jobs.values()]
      .filter(({ state, completedAt }) => FAILED_STATES.has(state) && (completedAt?.getTime() ?? 0) >= sinceMs)
      .map(({ id, state, statusMessage, completedAt }) => ({
        at: completedAt?.toISOString() ?? '',
        kind,
        id,
        detail: `${state}: ${statusMessage ?? 'no message'}`,
      }));
  return [...of('backup', backup.backupJobs.all), ...of('copy', backup.copyJobs.all)].sort((a, b) =>
    a.at < b.at ? -1 : 1,
  );
}

interface Job {
  readonly id: string;
  readonly state: string;
  readonly statusMessage: string | undefined;
  readonly completedAt: Date | undefined;
}

/** What the topic's subscribers read about backups. */
export function noticesOf(world: World, estate: Estate): BackupFailureReport['notices'] {
  return world
    .region(estate.standbyRegion)
    .sns.inbox(estate.TopicArn)
    .filter(({ attributes }) => attributes['kind'] !== undefined)
    .map(({ at, subject, message, attributes }) => ({
      at,
      kind: attributes['kind'] ?? '',
      severity: attributes['severity'] ?? '',
      subject: subject ?? '',
      message,
    }));
}

/** Whether an all-clear says, too, what failed: nobody could be notified of it before. */
export function isToldInOne(subject: string): boolean {
  return subject.endsWith(', and is good again');
}

/** Age in minutes of the newest usable point in the standby vault at an instant: from the vault, not from the workflow. */
export function standbyAgeMinutes(world: World, estate: Estate, atMs: number): number | undefined {
  const created = world
    .region(estate.standbyRegion)
    .backup.recoveryPoints()
    .filter(({ completedAt }) => completedAt !== undefined && completedAt.getTime() <= atMs)
    .map(({ createdAt }) => createdAt.getTime());
  return created.length === 0 ? undefined : (atMs - Math.max(...created)) / 60_000;
}

/** Letters in the queues for events that could not be delivered. */
export function deadLetters(world: World): number {
  return [...world.regions.values()]
    .flatMap((region) => {
      const queues = new Set(
        region.events.rules().flatMap(({ targets }) => targets.map((target) => target.deadLetterArn)),
      );
      return [...queues].map((arn) => (arn === undefined ? 0 : region.sqs.messages(arn).length));
    })
    .reduce((sum, count) => sum + count, 0);
}
