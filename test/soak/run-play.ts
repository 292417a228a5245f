import { readRows, type ClusterRows } from '../../rehearsal/stage/rows';
import { REFERENCE_WORKLOAD } from '../../rehearsal/workload/reference';
import { DRILL, FAILOVER, type FailoverStage } from '../scenarios/support/failover-stage';
import { invoke } from '../scenarios/support/traffic';
import { failoverInvariants } from './invariants/failover';
import { endsInTime } from './invariants/lateness';
import { mayBeStartedAgain, restorableIn, rightlyRestoresNothing } from './invariants/started-again';
import type { Broken, Observed } from './observed';
import type { Play, PlayResult } from './play';
import { runIncident } from './run-incident';
import { runValidation } from './run-validation';
import { seeExecutions } from './see-executions';
import { bringUp } from './stage/bring-up';
import { machineArn, Moments } from './stage/moments';
import { Persons } from './stage/persons';
import { addSomebodyElses } from './stage/somebody-else';
import { type Arranged, arrange, calmAtMs } from './stage/troubles';
import { type Belongings, belongingsIn, Watch } from './stage/watch';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Whatever has not ended by then does not end. */
const PATIENCE_MS = 30 * HOUR_MS;
/** After the last trouble: traffic settles, clients send, alarms go off. */
const AFTERMATH_MS = 11 * MINUTE_MS;

/** Plays it, and holds what came of it against every invariant. */
export async function runPlay(play: Play): Promise<PlayResult> {
  const stage = await bringUp(play);
  try {
    switch (play.workflow) {
      case 'restore-validation':
        return await runValidation(stage, play);
      case 'backup-failure':
        return await runIncident(stage, play);
      default:
        return await new Running(stage, play).run();
    }
  } finally {
    await stage.close();
  }
}

class Running {
  readonly #stage: FailoverStage;
  readonly #play: Play;
  readonly #watch: Watch;
  readonly #moments: Moments;
  readonly #persons: Persons;
  #arranged: readonly Arranged[] = [];
  #belongings: Belongings = new Set();
  #primaryRows: ClusterRows = new Map();

  constructor(stage: FailoverStage, play: Play) {
    this.#stage = stage;
    this.#play = play;
    this.#watch = new Watch(stage);
    this.#moments = new Moments(stage, play.workflow);
    this.#persons = new Persons(stage, this.#moments, play);
  }

  async run(): Promise<PlayResult> {
    const { estate } = this.#stage;
    await addSomebodyElses(this.#stage);
    this.#belongings = belongingsIn(this.#stage);
    this.#primaryRows = await this.#rows(estate.primaryRegion, estate.ClusterIdentifier);
    this.#arranged = arrange(this.#stage, this.#moments, this.#play);
    await this.#stage.start(this.#input());
    await this.#untilOver();
    this.#moments.forgetAll();
    const first = await this.#observe();
    const broken = [...failoverInvariants(first), ...(await endsInTime(first))];
    // Trouble that is over is over: the same start works now.
    const again = mayBeStartedAgain(first);
    if (again !== undefined && broken.length === 0) {
      broken.push(...(await this.#startAgain(first, again)));
    }
    const met = this.#arranged.map((one) => one.met());
    return {
      play: this.#play,
      broken,
      met,
      isIdle: met.every((times) => times === 0) && this.#persons.done.length === 0,
      endings: seeExecutions(this.#stage, this.#play.workflow).map(({ mode, status, error, cause }) =>
        [mode, status, error, cause].filter((word) => word !== undefined).join(' '),
      ),
    };
  }

  /** Until it succeeds; what could not be restored is removed before, where the message says so. */
  async #startAgain(before: Observed, input: Readonly<Record<string, unknown>>, isLast = false): Promise<Broken> {
    await this.#removeFailed(before);
    const restorable = restorableIn(this.#stage, this.#arranged);
    await this.#stage.start({ ...input, acceptRecoveryPointAgeMinutes: 1440 });
    await this.#untilOver();
    const seen = await this.#observe();
    const last = seen.executions.at(-1);
    const broken = failoverInvariants(seen);
    if (last?.status === 'SUCCEEDED') return broken;
    if (last !== undefined && !isLast && rightlyRestoresNothing(last, restorable)) {
      return [...broken, ...(await this.#startAgain(seen, input, true))];
    }
    return [...broken, `started again, the ${last?.mode} ends ${last?.status}: ${last?.cause}`];
  }

  async #removeFailed({ executions }: Observed): Promise<void> {
    const actions = executions.flatMap(({ evidence }) => evidence?.nextActions ?? []);
    const action = actions.find((text) => text.startsWith('Remove what could not'));
    const payload = /--payload '([^']+)'/.exec(action ?? '')?.[1];
    for (let call = 0; payload !== undefined && call < 60; call += 1) {
      const answer = await invoke(this.#stage, 'removeCluster', JSON.parse(payload) as object);
      if (Object(answer).phase === 'gone') return;
      await this.#stage.pass('1m');
    }
  }

  #input(): Readonly<Record<string, unknown>> {
    const { workflow, requireApproval, acceptMinutes } = this.#play;
    if (workflow === 'drill') return DRILL;
    return {
      ...FAILOVER,
      ...(requireApproval ? { requireApproval } : {}),
      ...(acceptMinutes === null ? {} : { acceptRecoveryPointAgeMinutes: acceptMinutes }),
    };
  }

  async #untilOver(): Promise<void> {
    const { scheduler } = this.#stage.world;
    const { states } = this.#stage.standby;
    const machine = machineArn(this.#stage, this.#play.workflow);
    const isOver = () =>
      !this.#persons.areAtWork && states.executions(machine).every(({ result }) => result !== undefined);
    await scheduler.run(isOver, scheduler.now() + PATIENCE_MS);
    await scheduler.runUntil(Math.max(scheduler.now(), this.#calmAtMs) + AFTERMATH_MS);
    // A person may have started another one meanwhile.
    await scheduler.run(isOver, scheduler.now() + PATIENCE_MS);
  }

  get #calmAtMs(): number {
    return calmAtMs(this.#arranged);
  }

  async #observe(): Promise<Observed> {
    const executions = seeExecutions(this.#stage, this.#play.workflow);
    const serving = executions.findLast(({ status, mode }) => status === 'SUCCEEDED' && mode === 'failover');
    const cluster = serving?.evidence?.database?.clusterIdentifier ?? '';
    const { standbyRegion } = this.#stage.estate;
    const isThere = this.#stage.standby.rds.clusters.find(cluster)?.data !== undefined;
    return {
      play: this.#play,
      stage: this.#stage,
      executions,
      traffic: this.#watch.traffic,
      reported: this.#watch.reported,
      done: this.#persons.done,
      arranged: this.#arranged,
      calmAtMs: this.#calmAtMs,
      belongings: this.#belongings,
      belongingsAtEnd: belongingsIn(this.#stage),
      primaryRows: this.#primaryRows,
      standbyRows: isThere ? await this.#rows(standbyRegion, cluster) : undefined,
    };
  }

  #rows(region: string, cluster: string): Promise<ClusterRows> {
    const { world } = this.#stage;
    return world.scheduler.runToEnd(readRows(world.region(region), cluster, REFERENCE_WORKLOAD.heartbeat));
  }
}
