import { NetworkError } from '../network/network';
import type { World } from '../world';

/** What one client's request came to. */
export interface ClientRequest {
  readonly client: string;
  readonly sequence: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** The region that stored the row, or undefined when the request failed. */
  readonly servedBy: string | undefined;
  /** `201`, or the status or network error that it failed with. */
  readonly outcome: string;
}

const LOCATIONS = ['Frankfurt', 'Sao Paulo', 'Tokyo'];
/** Each client writes one row in this time; a failed write is not repeated, the next one follows on schedule. */
const INTERVAL_MS = 60_000;

/**
 * Clients of the workload, each behind a caching resolver of its own, that write numbered heartbeat rows through the
 * public name. What they see is the RTO that users see.
 */
export class Clients {
  readonly requests: ClientRequest[] = [];
  readonly #world: World;
  readonly #url: string;
  #stopped = false;

  constructor(world: World, publicName: string) {
    this.#world = world;
    this.#url = `https://${publicName}/heartbeats`;
  }

  start(): void {
    LOCATIONS.forEach((location, index) => {
      const offsetMs = Math.round((INTERVAL_MS / LOCATIONS.length) * index);
      this.#world.scheduler.spawn(() => this.#run(location, offsetMs));
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

  async #run(location: string, offsetMs: number): Promise<void> {
    const { scheduler, network } = this.#world;
    const origin = { name: `client:${location}`, resolver: network.createResolver() };
    const beganAtMs = scheduler.now() + offsetMs;
    for (let sequence = 1; ; sequence += 1) {
      await scheduler.sleep(beganAtMs + (sequence - 1) * INTERVAL_MS - scheduler.now());
      if (this.#stopped) return;
      // A request that waits for a dead endpoint must not delay the next one, as it would not in a pool of users.
      scheduler.spawn(async () => {
        const startedAtMs = scheduler.now();
        const outcome = await this.#write(origin, location, sequence);
        this.requests.push({ client: location, sequence, startedAtMs, endedAtMs: scheduler.now(), ...outcome });
      });
    }
  }

  async #write(
    origin: Parameters<World['network']['send']>[1],
    client: string,
    sequence: number,
  ): Promise<Pick<ClientRequest, 'servedBy' | 'outcome'>> {
    const sentAt = new Date(this.#world.scheduler.now()).toISOString();
    try {
      const response = await this.#world.network.send(
        {
          method: 'POST',
          url: this.#url,
          headers: { 'content-type': 'application/json' },
          body: new TextEncoder().encode(JSON.stringify({ clientId: client, sequence, sentAt })),
        },
        origin,
      );
      const outcome = String(response.status);
      if (response.status >= 300) return { servedBy: undefined, outcome };
      return { servedBy: regionOf(response.body), outcome };
    } catch (error) {
      if (error instanceof NetworkError) return { servedBy: undefined, outcome: error.code };
      throw error;
    }
  }
}

/** The workload says in every answer which region served it. */
function regionOf(body: Uint8Array): string {
  const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
  if (typeof parsed === 'object' && parsed !== null && 'region' in parsed && typeof parsed.region === 'string')
    return parsed.region;
  throw new Error('The workload answered without saying which region served the request.');
}
