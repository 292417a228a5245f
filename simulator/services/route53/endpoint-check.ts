import type { World } from '../../world';
import { NetworkError, type Origin } from '../../network/network';
import { HealthCheck } from './health-check';
import type { EndpointCheckSettings } from './health-check-settings';

/** Only so much of an answer is searched (Route 53 Developer Guide, How Route 53 determines whether a check is healthy). */
const SEARCHED_BYTES = 5120;
/** The connection within four seconds, the answer within two more (same page). */
const ANSWER_WITHIN_MS = 6000;

/**
 * A health check that asks an HTTPS endpoint, from outside of every region. The many checkers of Route 53 are one here:
 * they would all see the same, since only whole regions and services fail.
 */
export class EndpointCheck extends HealthCheck<EndpointCheckSettings> {
  protected isRawHealthy = true;
  readonly #origin: Origin;
  #lastSeen = 'not asked yet';
  /** How often in a row the answer was another than the present result. */
  #contrary = 0;

  constructor(world: World, id: string, callerReference: string, settings: EndpointCheckSettings) {
    super(world, id, callerReference, settings);
    this.#origin = { name: 'route53-health-check', resolver: world.network.createResolver('aws') };
    this.noteChange('the health check was made');
    this.#askAgain();
  }

  describe(): string {
    return this.#lastSeen;
  }

  #askAgain(): void {
    this.world.scheduler.after(this.settings.intervalSeconds * 1000, () => {
      if (this.isRemoved) return;
      this.#askAgain();
      this.world.scheduler.spawn(() => this.#ask());
    });
  }

  async #ask(): Promise<void> {
    const { scheduler } = this.world;
    const beganMs = scheduler.now();
    const isHealthy = (await this.#answers()) && scheduler.now() - beganMs <= ANSWER_WITHIN_MS;
    this.checkedAt = scheduler.now();
    this.#contrary = isHealthy === this.isRawHealthy ? 0 : this.#contrary + 1;
    if (this.#contrary < this.settings.failureThreshold) return;
    this.#contrary = 0;
    this.isRawHealthy = isHealthy;
    this.noteChange(`${this.settings.host}${this.settings.path}: ${this.#lastSeen}`);
  }

  async #answers(): Promise<boolean> {
    const { host, path, searchString } = this.settings;
    try {
      const request = { method: 'GET', url: `https://${host}${path}`, headers: {}, body: new Uint8Array() };
      const { status, body } = await this.world.network.send(request, this.#origin);
      const isFound = new TextDecoder().decode(body.slice(0, SEARCHED_BYTES)).includes(searchString);
      this.#lastSeen = `status ${status}, the text was ${isFound ? '' : 'not '}found`;
      return status >= 200 && status < 400 && isFound;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      this.#lastSeen = error.code;
      return false;
    }
  }
}
