import type { World } from '../../simulator/world';
import { buildReport } from './build-report';
import type { DrawnDuration } from './critical-path';
import { darkness } from './darkness';
import type { Estate } from '../stage/estate';
import { Evidence } from './evidence';
import { runToEnd, startExecution } from '../stage/execution';
import { rehearseOnStage } from '../stage/rehearse-on-stage';
import { readRecord } from '../stage/record';
import { isMadeByStack } from '../stage/made-by-stack';
import {
  ACCEPTED_AGE_MINUTES,
  DECISION_MS,
  DEFAULT_DRILL_AT_MS,
  type RehearsalOptions,
  VIRTUAL_START_MS,
} from '../stage/options';
import { refuseTooEarly, startAt } from '../stage/refuse-too-early';
import type { RehearsalReport } from './report';
import { type ClusterRows, readRows } from '../stage/rows';
import type { Stage } from '../stage/stage';
import type { Timeline } from '../stage/timeline';
import type { TimelineListener } from '../stage/timeline-event';

export interface RehearsalResult {
  readonly report: RehearsalReport;
  /** The evidence as the state machine wrote it; undefined when it wrote none. */
  readonly evidence: string | undefined;
  /** Everything that happened, one JSON object a line. */
  readonly trace: string;
}

/** How long the clients go on after the execution has ended, so that what they see is seen. */
const AFTERMATH_MS = 5 * 60_000;
/** States of the machine before which nobody has written to what was restored. */
const WORKS_WITH_RESTORED: ReadonlySet<string> = new Set(['SmokeTestStandby', 'CleanUp']);

/**
 * The main job, in virtual time: bring up two regions from the synthesised templates, run the workload, take the primary
 * region dark, start the state machine, and look at what became of it.
 */
export async function rehearse(
  options: RehearsalOptions,
  listener: TimelineListener = () => undefined,
): Promise<RehearsalResult> {
  return await rehearseOnStage(
    {
      options,
      listener,
      describe: ({ PublicName }) => `clients write through ${PublicName}, backups are made by the hour`,
    },
    (stage, timeline) => new Rehearsal(options, stage, timeline).run(),
  );
}

class Rehearsal {
  readonly #options: RehearsalOptions;
  readonly #stage: Stage;
  readonly #world: World;
  readonly #timeline: Timeline;
  readonly #drawn: DrawnDuration[] = [];
  #restoredRows: ClusterRows | undefined;

  constructor(options: RehearsalOptions, stage: Stage, timeline: Timeline) {
    this.#options = options;
    this.#stage = stage;
    this.#world = stage.world;
    this.#timeline = timeline;
    const { durations, scheduler } = stage.world;
    durations.listen((name, durationMs) => {
      this.#drawn.push({ name, atMs: scheduler.now(), durationMs });
    });
  }

  async run(): Promise<RehearsalResult> {
    const { scheduler, trace } = this.#world;
    const { estate } = this.#stage;
    const clients = this.#stage.startClients(this.#options.workload.client);

    const { darkAtMs, startAtMs: offsetMs = DEFAULT_DRILL_AT_MS } = this.#options;
    if (darkAtMs !== undefined) await this.#goDark(estate, VIRTUAL_START_MS + darkAtMs);
    else refuseTooEarly(this.#world, startAt(offsetMs, '6h25m'));
    const startAtMs = darkAtMs === undefined ? VIRTUAL_START_MS + offsetMs : scheduler.now() + DECISION_MS;
    await scheduler.runUntil(startAtMs);
    const primaryRows = await this.#rows(estate.primaryRegion, estate.ClusterIdentifier);
    this.#readRestoredRows(estate);

    const executionArn = await this.#start(estate);
    const execution = await runToEnd(this.#world, estate, executionArn);
    this.#timeline.end(
      execution.status === 'SUCCEEDED',
      `execution ${execution.name} ended: ${execution.status}${execution.error === null ? '' : ` (${execution.error})`}`,
    );

    this.#timeline.phase('aftermath', 'clients go on for five minutes, then the rows are counted');
    await scheduler.runUntil(scheduler.now() + AFTERMATH_MS);
    clients.stop();
    const key = `executions/${execution.name}.json`;
    const recorded = await readRecord(this.#world, estate, { executionArn, key }, Evidence);
    const evidence = recorded.from === 'nowhere' ? undefined : recorded.evidence;
    const report = await buildReport({
      options: this.#options,
      world: this.#world,
      estate,
      clients,
      drawn: this.#drawn.filter(({ atMs }) => atMs >= startAtMs),
      startAtMs,
      primaryRows,
      restoredRows: await this.#restoredRowsOf(estate, evidence),
      execution,
      recorded,
      evidence,
    });
    return { report, evidence: recorded.from === 'bucket' ? recorded.text : undefined, trace: trace.toJsonLines() };
  }

  async #goDark(estate: Estate, atMs: number): Promise<void> {
    const { scheduler, faults, durations } = this.#world;
    refuseTooEarly(this.#world, darkness(atMs - VIRTUAL_START_MS, durations));
    faults.addDarkness(estate.primaryRegion, atMs);
    await scheduler.runUntil(atMs);
    this.#timeline.phase('dark', `${estate.primaryRegion} goes dark`);
  }

  async #start(estate: Estate): Promise<string> {
    const input: Readonly<Record<string, unknown>> = this.#options.input ?? {
      mode: this.#options.mode,
      reason: this.#options.mode === 'drill' ? 'rehearsal of a drill' : `rehearsal: ${estate.primaryRegion} is dark`,
      requestedBy: 'pilotlight rehearse',
      acceptRecoveryPointAgeMinutes: ACCEPTED_AGE_MINUTES,
    };
    this.#timeline.phase('failover', `regional-failover starts in ${estate.standbyRegion}: ${JSON.stringify(input)}`);
    this.#timeline.follow(
      estate.standbyRegion,
      estate.RegionalFailoverArn,
      input['mode'] === 'drill' ? 'drill' : 'failover',
    );
    return startExecution(this.#world, estate, `rehearsal-${this.#options.mode}-${this.#options.seed}`, input);
  }

  /**
   * Reads the rows when the state machine enters the first state that works with what was restored, or that removes it:
   * later, clients would have added some, or there would be none to read.
   */
  #readRestoredRows(estate: Estate): void {
    const region = this.#world.region(estate.standbyRegion);
    region.states.onProgress(({ event, state = '' }) => {
      if (!event.endsWith('StateEntered') || !WORKS_WITH_RESTORED.has(state)) return;
      const cluster = [...region.rds.clusters.all.values()].find(
        ({ identifier, data }) =>
          data !== undefined && (identifier === estate.ReplicaClusterIdentifier || !isMadeByStack(region, identifier)),
      );
      if (cluster === undefined) return;
      this.#world.scheduler.spawn(async () => {
        this.#restoredRows ??= await this.#readRows(estate.standbyRegion, cluster.identifier);
      });
    });
  }

  async #restoredRowsOf(estate: Estate, evidence: Evidence | undefined): Promise<ClusterRows | undefined> {
    const cluster = evidence?.database?.clusterIdentifier;
    if (cluster === undefined || this.#restoredRows !== undefined) return this.#restoredRows;
    return this.#rows(estate.standbyRegion, cluster);
  }

  #rows(region: string, cluster: string): Promise<ClusterRows> {
    return this.#world.scheduler.runToEnd(this.#readRows(region, cluster));
  }

  #readRows(region: string, cluster: string): Promise<ClusterRows> {
    return readRows(this.#world.region(region), cluster, this.#options.workload.heartbeat);
  }
}
