import type { World } from '../../world';
import type { HealthCheckSettings } from './health-check-settings';

/** One health check, whatever it looks at. The records that carry it are answered by what it says now. */
export abstract class HealthCheck<Settings extends HealthCheckSettings = HealthCheckSettings> {
  readonly id: string;
  readonly callerReference: string;
  version = 1;
  checkedAt: number;
  protected readonly world: World;
  protected isRemoved = false;
  #settings: Settings;
  #wasHealthy: boolean | undefined;

  constructor(world: World, id: string, callerReference: string, settings: Settings) {
    this.world = world;
    this.id = id;
    this.callerReference = callerReference;
    this.#settings = settings;
    this.checkedAt = world.scheduler.now();
  }

  get settings(): Settings {
    return this.#settings;
  }

  get isHealthy(): boolean {
    const { inverted, disabled } = this.#settings;
    return (disabled || this.isRawHealthy) !== inverted;
  }

  /** Before inversion. Without enough data it is true, so that a new inverted check is unhealthy (Developer Guide). */
  protected abstract get isRawHealthy(): boolean;

  /** In one line, what the check looks at and what it saw last. */
  abstract describe(): string;

  update(settings: Settings): void {
    this.#settings = settings;
    this.version += 1;
    this.noteChange('the health check was updated');
  }

  remove(): void {
    this.isRemoved = true;
  }

  /** Records it where the check has come to another result than at the last call. */
  noteChange(detail: string): void {
    const isFirst = this.#wasHealthy === undefined;
    if (this.isHealthy === this.#wasHealthy) return;
    this.#wasHealthy = this.isHealthy;
    if (isFirst) return;
    const status = this.isHealthy ? 'healthy' : 'unhealthy';
    this.world.trace.record({ kind: 'resource', region: 'global', type: 'health-check', id: this.id, status, detail });
    this.world.route53.recalculate(this.id);
  }
}
