import { NetworkError } from '../../simulator/network/network';
import type { World } from '../../simulator/world';
import { type ClientRequestTemplate, fillIn, type RequestValues } from '../workload/client-request';

/** What one client's request came to. */
export interface ClientRequest {
  readonly client: string;
  readonly sequence: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** The region whose API answered, or undefined when the request failed. */
  readonly servedBy: string | undefined;
  /** `201`, or the status or network error that it failed with. */
  readonly outcome: string;
}

const LOCATIONS = ['Frankfurt', 'Sao Paulo', 'Tokyo'];

/**
 * Clients of the workload, each behind a caching resolver of its own, that send one request after the other through the
 * public name. A failed one is not repeated, the next one follows on schedule. What they see is the RTO that users see.
 */
export class Clients {
  readonly requests: ClientRequest[] = [];
  readonly #world: World;
  readonly #publicName: string;
  readonly #template: ClientRequestTemplate;
  readonly #intervalMs: number;
  #stopped = false;

  constructor(world: World, publicName: string, template: ClientRequestTemplate) {
    this.#world = world;
    this.#publicName = publicName;
    this.#template = template;
    this.#intervalMs = template.everySeconds * 1000;
  }

  start(): void {
    LOCATIONS.forEach((location, index) => {
      const offsetMs = Math.round((this.#intervalMs / LOCATIONS.length) * index);
      this.#world.scheduler.spawn(() => this.#run(location, index, offsetMs));
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  /** The requests that `region` served since `sinceMs`. */
  servedBy(region: string, sinceMs: number): readonly ClientRequest[] {
    return this.requests.filter((request) => request.servedBy === region && request.endedAtMs >= sinceMs);
  }

  /**
   * How long the client that waited longest was without service after `sinceMs`, in seconds: to the end of the first
   * request that was made since then and served. Undefined while one of them still waits.
   */
  downtimeSeconds(sinceMs: number): number | undefined {
    const ends = LOCATIONS.map(
      (location) =>
        this.requests.find(
          ({ client, servedBy, startedAtMs }) =>
            client === location && servedBy !== undefined && startedAtMs >= sinceMs,
        )?.endedAtMs,
    );
    const known = ends.filter((end) => end !== undefined);
    return known.length === ends.length ? (Math.max(...known) - sinceMs) / 1000 : undefined;
  }

  async #run(client: string, index: number, offsetMs: number): Promise<void> {
    const { scheduler, network } = this.#world;
    const origin = { name: `client:${client}`, resolver: network.createResolver() };
    const beganAtMs = scheduler.now() + offsetMs;
    for (let sequence = 1; ; sequence += 1) {
      await scheduler.sleep(beganAtMs + (sequence - 1) * this.#intervalMs - scheduler.now());
      if (this.#stopped) return;
      // A request that waits for a dead endpoint must not delay the next one, as it would not in a pool of users.
      scheduler.spawn(async () => {
        const startedAtMs = scheduler.now();
        const number = (sequence - 1) * LOCATIONS.length + index + 1;
        const outcome = await this.#send(origin, {
          number,
          client,
          sequence,
          time: new Date(startedAtMs).toISOString(),
        });
        this.requests.push({ client, sequence, startedAtMs, endedAtMs: scheduler.now(), ...outcome });
      });
    }
  }

  async #send(
    origin: Parameters<World['network']['send']>[1],
    values: RequestValues,
  ): Promise<Pick<ClientRequest, 'servedBy' | 'outcome'>> {
    const { path, ...content } = fillIn(this.#template, values);
    let servedBy: string | undefined;
    try {
      const { status } = await this.#world.network.send(
        { ...content, url: `https://${this.#publicName}${path}` },
        origin,
        {
          onAnswer: (region) => {
            servedBy = region;
          },
        },
      );
      return { servedBy: status < 300 ? servedBy : undefined, outcome: String(status) };
    } catch (error) {
      if (error instanceof NetworkError) return { servedBy: undefined, outcome: error.code };
      throw error;
    }
  }
}
