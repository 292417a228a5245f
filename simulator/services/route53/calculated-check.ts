import type { World } from '../../world';
import { HealthCheck } from './health-check';
import type { CalculatedCheckSettings } from './health-check-settings';

/** A health check on others: healthy while enough of them are. */
export class CalculatedCheck extends HealthCheck<CalculatedCheckSettings> {
  constructor(world: World, id: string, callerReference: string, settings: CalculatedCheckSettings) {
    super(world, id, callerReference, settings);
    this.noteChange('the health check was made');
  }

  protected get isRawHealthy(): boolean {
    return this.#healthyChildren() >= this.settings.threshold;
  }

  describe(): string {
    const { children, threshold } = this.settings;
    return `${this.#healthyChildren()} of ${children.length} health checks are healthy, ${threshold} are needed`;
  }

  /** One of the others has changed. */
  recalculate(childId: string): void {
    if (!this.settings.children.includes(childId)) return;
    this.checkedAt = this.world.scheduler.now();
    this.noteChange(this.describe());
  }

  #healthyChildren(): number {
    return this.settings.children.filter((id) => this.world.route53.isHealthy(id) === true).length;
  }
}
