import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { runToEnd } from '../stage/execution';
import { VIRTUAL_START_MS } from '../stage/options';
import { readRecord, type Recorded } from '../stage/record';
import { refuseTooEarly, startAt } from '../stage/refuse-too-early';
import { type StagedOptions, rehearseOnStage } from '../stage/rehearse-on-stage';
import type { Stage } from '../stage/stage';
import type { Timeline } from '../stage/timeline';
import type { TimelineListener } from '../stage/timeline-event';
import { buildReport } from './build-report';
import { ValidationEvidence, type ValidationReport } from './report';
import { firstDueMs } from '../stage/due';

export interface ValidationOptions extends StagedOptions {
  /** Where virtual time begins; undefined: some hours before the schedule is due. */
  readonly startMs: number | undefined;
  /**
   * How long after it the schedule is due, where `startMs` is left out.
   * @default five hours
   */
  readonly startAtMs?: number | undefined;
  /** Something that goes wrong, set up when the workload runs and the schedule is still to come. */
  readonly prepare?: (world: World, estate: Estate) => void;
}

export interface ValidationResult {
  readonly report: ValidationReport;
  readonly evidence: string | undefined;
  readonly trace: string;
}

/** Time for some backups and copies to land before the schedule is due. */
const LEAD_MS = 5 * 3_600_000;
/** Scheduler gives up after an hour; an execution that has not begun by then does not begin. */
const START_LIMIT_MS = 70 * 60_000;
const AFTERMATH_MS = 5 * 60_000;

/** The workload runs, backups land in the standby region, and the schedule of the templates starts the validation. */
export async function rehearseValidation(
  options: ValidationOptions,
  listener: TimelineListener = () => undefined,
): Promise<ValidationResult> {
  const dueMs = (assembly: Stage['assembly']) =>
    firstDueMs('restore-validation', assembly, options.startMs ?? VIRTUAL_START_MS);
  return await rehearseOnStage(
    {
      options,
      listener,
      startMs: (assembly) => options.startMs ?? dueMs(assembly) - (options.startAtMs ?? LEAD_MS),
    },
    (stage, timeline) => run(options, stage, timeline, dueMs(stage.assembly)),
  );
}

async function run(
  options: ValidationOptions,
  stage: Stage,
  timeline: Timeline,
  dueMs: number,
): Promise<ValidationResult> {
  const { world, estate, standby } = stage;
  const { scheduler } = world;
  if (options.startAtMs !== undefined) refuseTooEarly(world, startAt(options.startAtMs, '5h'));
  const clients = stage.startClients(options.workload.client);
  options.prepare?.(world, estate);

  await scheduler.runUntil(dueMs - 1);
  timeline.phase('validation', `the schedule is due at ${new Date(dueMs).toISOString()}`);
  timeline.follow(estate.standbyRegion, estate.RestoreValidationArn, 'scheduled');
  const { states, sns } = standby;
  const begun = () => states.executions(estate.RestoreValidationArn);
  await scheduler.run(() => begun().length > 0, dueMs + START_LIMIT_MS);
  const record = begun()[0];
  const execution = record === undefined ? undefined : await runToEnd(world, estate, record.identity.executionArn);
  timeline.end(
    execution?.status === 'SUCCEEDED',
    execution === undefined ? 'nothing was started' : `execution ${execution.name}: ${execution.status}`,
  );
  await scheduler.runUntil(scheduler.now() + AFTERMATH_MS);
  clients.stop();

  const recorded = execution === undefined ? undefined : await readEvidence(world, estate, execution);
  const report = buildReport({
    options,
    world,
    estate,
    dueMs,
    startedAtMs: record?.startedAtMs,
    execution,
    recorded,
    evidence: recorded === undefined || recorded.from === 'nowhere' ? undefined : recorded.evidence,
    clients,
    messages: sns.inbox(estate.TopicArn),
  });
  const evidence = recorded?.from === 'bucket' ? recorded.text : undefined;
  return { report, evidence, trace: world.trace.toJsonLines() };
}

/** What the validation recorded of itself. */
export function readEvidence(
  world: World,
  estate: Estate,
  { name, arn }: { readonly name: string; readonly arn: string },
): Promise<Recorded<ValidationEvidence>> {
  return readRecord(world, estate, { executionArn: arn, key: `validations/${name}.json` }, ValidationEvidence);
}
