import type { Timer } from '../../kernel/scheduler';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { invokeTarget } from './invocation';
import type { Schedule } from './schedule';

declare module '../../world' {
  interface RegionalServices {
    readonly schedules: Schedules;
  }
}

/** EventBridge Scheduler in one region. What is due while the region is dark does not run. */
export class Schedules {
  /** Nothing that is rehearsed calls the Scheduler API: schedules are made by CloudFormation. */
  readonly service: Service = { signingName: 'scheduler', operations: {} };
  readonly #region: Region;
  readonly #groups = new Set(['default']);
  /** By ARN. */
  readonly #schedules = new Map<string, Schedule>();
  readonly #timers = new Map<string, Timer>();

  constructor(region: Region) {
    this.#region = region;
  }

  arn(group: string, name: string): string {
    return this.#arn(`schedule/${group}/${name}`);
  }

  groupArn(name: string): string {
    return this.#arn(`schedule-group/${name}`);
  }

  find(arn: string): Schedule | undefined {
    return this.#schedules.get(arn);
  }

  /** By ARN. */
  all(): readonly Schedule[] {
    return [...this.#schedules.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  /** When a schedule runs next, in milliseconds since 1970; undefined when never again. */
  nextDueMs(arn: string): number | undefined {
    return this.#timers.get(arn)?.dueMs;
  }

  createGroup(name: string): void {
    if (this.#groups.has(name)) {
      throw new AwsError('ConflictException', `Schedule group ${name} already exists.`, { status: 409 });
    }
    this.#groups.add(name);
  }

  deleteGroup(name: string): void {
    for (const { arn, group } of this.all()) if (group === name) this.remove(arn);
    this.#groups.delete(name);
  }

  put(schedule: Schedule): void {
    if (!this.#groups.has(schedule.group)) {
      const message = `Schedule group ${schedule.group} does not exist.`;
      throw new AwsError('ResourceNotFoundException', message, { status: 404 });
    }
    this.remove(schedule.arn);
    this.#schedules.set(schedule.arn, schedule);
    if (schedule.enabled) this.#await(schedule, firstDueMs(schedule, this.#region.world.scheduler.now()));
  }

  remove(arn: string): void {
    this.#schedules.delete(arn);
    this.#timers.get(arn)?.cancel();
    this.#timers.delete(arn);
  }

  /** Lets the next due time of a schedule come, and the ones after it. */
  #await(schedule: Schedule, dueMs: number | undefined): void {
    this.#timers.delete(schedule.arn);
    if (dueMs === undefined || (schedule.endMs !== undefined && dueMs > schedule.endMs)) return;
    const { world, name } = this.#region;
    const timer = world.scheduler.at(dueMs, () => {
      this.#await(schedule, schedule.timetable(dueMs));
      if (!world.isDark(name)) world.scheduler.spawn(() => invokeTarget(this.#region, schedule, dueMs));
    });
    this.#timers.set(schedule.arn, timer);
  }

  #arn(resource: string): string {
    return `arn:aws:scheduler:${this.#region.name}:${this.#region.world.accountId}:${resource}`;
  }
}

/** A rate begins at once or at its start date (EventBridge Scheduler User Guide, "Rate-based schedules"). */
function firstDueMs({ expression, timetable, startMs }: Schedule, nowMs: number): number | undefined {
  const fromMs = Math.max(nowMs, startMs ?? nowMs);
  return expression.startsWith('rate(') ? fromMs : timetable(fromMs - 1);
}
