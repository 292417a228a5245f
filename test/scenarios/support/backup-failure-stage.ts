import { readAssembly } from '../../../assembly/read-assembly';
import { catalogueStatements } from '../../../rehearsal/year/catalogue-statements';
import { LedgerStore } from '../../../simulator/data/ledger-store';
import { setDataStoreOf } from '../../../simulator/data/store-of-world';
import type { FaultRule } from '../../../simulator/kernel/faults';
import { VIRTUAL_START_MS } from '../../../rehearsal/stage/options';
import { noticesOf, readEvidences } from '../../../rehearsal/backup-failure/observe';
import { REFERENCE_WORKLOAD } from '../../../rehearsal/workload/reference';
import { statusOf } from '../../../simulator/services/states/execution-record';
import { Stage } from '../../../rehearsal/stage/stage';
import { assemblyDirectory } from './assembly';

const MINUTE_MS = 60_000;

/** Hourly backups and copies; rows are kept in a ledger. */
export class BackupFailureStage extends Stage {
  /** How many executions there had been when the last incident was over. */
  #over = 0;
  #notified = 0;
  #since = 0;

  static async bringUp(config: unknown, faults: readonly FaultRule[] = []): Promise<BackupFailureStage> {
    const assembly = readAssembly(await assemblyDirectory(config, 'runtime'));
    const stage = new BackupFailureStage({ assembly, seed: 1, durations: 'default', faults, runtimeSdk: true });
    setDataStoreOf(stage.world, new LedgerStore({ statements: catalogueStatements() }));
    try {
      await stage.deploy(REFERENCE_WORKLOAD);
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  /** Until that long after virtual time began. */
  async until(hours: number, minutes = 0): Promise<void> {
    await this.world.scheduler.runUntil(VIRTUAL_START_MS + (hours * 60 + minutes) * MINUTE_MS);
  }

  /** Until then, and until what the first hours brought, before there was any copy, is over. */
  async untilAllIsWell(hours: number, minutes: number): Promise<void> {
    const { scheduler } = this.world;
    await this.until(hours, minutes);
    if (this.executions.some(({ status }) => status === 'RUNNING')) throw new Error('an incident is open already');
    this.#over = this.executions.length;
    this.#notified = noticesOf(this.world, this.estate).length;
    this.#since = scheduler.now();
  }

  /** Until another incident has begun, none is followed any longer, and the alarms are quiet again. */
  async untilOver(): Promise<void> {
    const { scheduler } = this.world;
    const limitMs = scheduler.now() + 24 * 60 * MINUTE_MS;
    let quietMinutes = 0;
    while (quietMinutes < 20) {
      if (scheduler.now() > limitMs) throw new Error('no incident has come to its end within a day');
      await scheduler.runUntil(scheduler.now() + MINUTE_MS);
      const isBusy =
        this.executions.length === this.#over || this.executions.some(({ status }) => status === 'RUNNING');
      quietMinutes = isBusy ? 0 : quietMinutes + 1;
    }
    this.#over = this.executions.length;
  }

  get executions() {
    return this.standby.states.executions(this.estate.BackupFailureNotificationArn).map((record) => ({
      name: record.identity.executionName,
      status: statusOf(record),
      startedAtMs: record.startedAtMs,
    }));
  }

  /** The notifications since this was last called. */
  newNotices() {
    const news = noticesOf(this.world, this.estate).slice(this.#notified);
    this.#notified += news.length;
    return news;
  }

  /** Of the executions since all was well. */
  get evidences() {
    const names = this.executions.filter(({ startedAtMs }) => startedAtMs >= this.#since).map(({ name }) => name);
    return readEvidences(this.world, this.estate, new Set(names));
  }

  /** The newest record as it was written. */
  evidenceText(executionName: string): string {
    const key = `backup-failures/${executionName}.json`;
    return Buffer.from(this.standby.s3.getObject(this.estate.EvidenceBucketName, key).body).toString();
  }
}
