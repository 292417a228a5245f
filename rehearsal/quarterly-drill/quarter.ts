import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { type FinishedExecution, runToEnd } from '../stage/execution';
import { findOrphans } from '../stage/orphans';
import { readRecord, type Recorded } from '../stage/record';
import type { Stage } from '../stage/stage';
import { startLimit } from '../stage/start-limit';
import { receivedIn, type ReceivedMail } from '../stage/mails';
import type { Timeline } from '../stage/timeline';
import type { ClientRequestTemplate } from '../workload/client-request';
import { DrillEvidence } from './report';

/** What one quarter leaves to the next: the records, and when drills were turned on. */
export interface Inheritance {
  readonly turnedOnMs: number;
  /** By key, the oldest first. */
  readonly evidence: readonly (readonly [key: string, text: string])[];
}

/** What was seen of one quarter's drill. */
export interface Quarter {
  readonly dueMs: number;
  readonly startedAtMs: number | undefined;
  /** Until when it must have begun. */
  readonly latestMs: number;
  /** How many executions the schedule started. */
  readonly executions: number;
  readonly execution: FinishedExecution | undefined;
  readonly recorded: Recorded<DrillEvidence> | undefined;
  readonly orphans: readonly string[];
  readonly requests: { readonly total: number; readonly failed: number };
  readonly mails: readonly ReceivedMail[];
}

/** Scheduler gives up after an hour; an execution that has not begun by then does not begin. */
const START_LIMIT_MS = 70 * 60_000;
/** No rows are counted: enough to see whether users notice a drill. */
const CLIENT_SECONDS = 60;
const AFTERMATH_MS = 2 * 60_000;

/** The workload runs for some hours, and the schedule of the templates starts the drill. */
export async function runQuarter(
  stage: Stage,
  timeline: Timeline,
  { dueMs, client, inherited }: { dueMs: number; client: ClientRequestTemplate; inherited: Inheritance },
): Promise<Quarter> {
  const { world, estate, standby } = stage;
  const { scheduler } = world;
  inherit(world, estate, inherited);
  const clients = stage.startClients({ ...client, everySeconds: CLIENT_SECONDS });
  await scheduler.runUntil(dueMs - 1);
  const date = new Date(dueMs).toISOString();
  timeline.phase('failover', `the schedule is due at ${date}; ${inherited.evidence.length} drills before it`);
  timeline.follow(estate.standbyRegion, estate.RegionalFailoverArn, 'drill');
  const begun = () => standby.states.executions(estate.RegionalFailoverArn);
  await scheduler.run(() => begun().length > 0, dueMs + START_LIMIT_MS);
  const record = begun()[0];
  const execution = record === undefined ? undefined : await runToEnd(world, estate, record.identity.executionArn);
  timeline.end(
    execution?.status === 'SUCCEEDED',
    execution === undefined ? 'nothing was started' : `execution ${execution.name}: ${execution.status}`,
  );
  await scheduler.runUntil(scheduler.now() + AFTERMATH_MS);
  clients.stop();
  const recorded =
    execution === undefined
      ? undefined
      : await readRecord(world, estate, { executionArn: execution.arn, key: keyOf(execution) }, DrillEvidence);
  const leftovers = recorded === undefined || recorded.from === 'nowhere' ? [] : recorded.evidence.leftovers;
  const during = clients.requests.filter(
    ({ startedAtMs: atMs }) => atMs >= dueMs && atMs <= (execution?.endedAtMs ?? 0),
  );
  return {
    dueMs,
    startedAtMs: record?.startedAtMs,
    latestMs: startLimit(world.faults, estate.standbyRegion, dueMs).latestMs,
    executions: begun().length,
    execution,
    recorded,
    // What it restored is named in the evidence in any case; only what that says is left is accounted for.
    orphans: findOrphans({ world, estate, evidenceText: leftovers.join('\n') }),
    requests: {
      total: during.length,
      failed: during.filter(({ servedBy }) => servedBy !== estate.primaryRegion).length,
    },
    mails: receivedIn(world).mails,
  };
}

/** With what this quarter has added. */
export function inheritedAfter(before: Inheritance, { recorded, execution }: Quarter): Inheritance {
  // What never came to the bucket is not in it in the next quarter either.
  if (execution === undefined || recorded?.from !== 'bucket') return before;
  return { ...before, evidence: [...before.evidence, [keyOf(execution), recorded.text]] };
}

function keyOf({ name }: FinishedExecution): string {
  return `executions/${name}.json`;
}

function inherit(world: World, estate: Estate, { turnedOnMs, evidence }: Inheritance): void {
  const { s3, ssm } = world.region(estate.standbyRegion);
  for (const [key, text] of evidence) s3.putObject(estate.EvidenceBucketName, key, text);
  const written = ssm.all().find(({ name }) => name.endsWith('/drill/schedule'));
  if (written !== undefined)
    ssm.put({ name: written.name, value: written.value, overwrite: true, writtenAtMs: turnedOnMs });
}
