import { NetworkError, type SendOptions } from '../../../simulator/network/network';
import { Clients } from '../../../rehearsal/stage/clients';
import { REFERENCE_WORKLOAD } from '../../../rehearsal/workload/reference';
import { fakeWorld } from '../../simulator/support/fake-world';

const SECOND = 1000;

/** A world whose network answers from `regionAt(now)`, or not at all; each request takes `latencyMs`. */
function worldServedBy(regionAt: (atMs: number) => string | undefined, latencyMs = 0) {
  const world = fakeWorld({
    worldServices: ({ scheduler }) => ({
      network: {
        createResolver: () => ({}),
        send: async (_request: unknown, _origin: unknown, { onAnswer }: SendOptions) => {
          await scheduler.sleep(latencyMs);
          const region = regionAt(scheduler.now());
          if (region === undefined) throw new NetworkError('ETIMEDOUT', 'app.example.com', 'nobody answers');
          onAnswer?.(region);
          return { status: 201, headers: {}, body: new Uint8Array() };
        },
      },
    }),
  });
  return { world, startMs: world.scheduler.now() };
}

describe('what clients see', () => {
  test('the downtime is that of the client that waited longest, to its first answer', async () => {
    const { world, startMs } = worldServedBy((atMs) =>
      atMs < startMs + 300 * SECOND ? 'us-east-1' : atMs < startMs + 630 * SECOND ? undefined : 'us-west-2',
    );
    const clients = new Clients(world, 'app.example.com', REFERENCE_WORKLOAD.client);
    clients.start();
    await world.scheduler.runUntil(startMs + 900 * SECOND);
    // One client writes at 0, 60, …; the others 20 and 40 seconds later. At 630 s the turn is 640, 660 and 680 s.
    expect(clients.downtimeSeconds(startMs + 300 * SECOND)).toBe(380);
    expect(clients.servedBy('us-west-2', startMs).length).toBeGreaterThan(10);
    expect(clients.servedBy('us-west-2', startMs + 880 * SECOND).length).toBeLessThan(3);
  });

  test('the time that the answer takes counts', async () => {
    const { world, startMs } = worldServedBy(() => 'us-west-2', 2 * SECOND);
    const clients = new Clients(world, 'app.example.com', REFERENCE_WORKLOAD.client);
    clients.start();
    await world.scheduler.runUntil(startMs + 120 * SECOND);
    expect(clients.downtimeSeconds(startMs)).toBe(42);
  });

  test('there is no downtime to tell while one of them still waits', async () => {
    const { world, startMs } = worldServedBy((atMs) => (atMs < startMs + 630 * SECOND ? undefined : 'us-west-2'));
    const clients = new Clients(world, 'app.example.com', REFERENCE_WORKLOAD.client);
    clients.start();
    await world.scheduler.runUntil(startMs + 665 * SECOND);
    expect(clients.downtimeSeconds(startMs)).toBeUndefined();
    await world.scheduler.runUntil(startMs + 700 * SECOND);
    expect(clients.downtimeSeconds(startMs)).toBe(680);
  });

  test('an error page is no service', async () => {
    const world = fakeWorld({
      worldServices: () => ({
        network: {
          createResolver: () => ({}),
          send: async () => ({ status: 503, headers: {}, body: new Uint8Array() }),
        },
      }),
    });
    const startMs = world.scheduler.now();
    const clients = new Clients(world, 'app.example.com', REFERENCE_WORKLOAD.client);
    clients.start();
    await world.scheduler.runUntil(startMs + 300 * SECOND);
    expect(clients.requests.map(({ outcome }) => outcome)).toContain('503');
    expect(clients.downtimeSeconds(startMs)).toBeUndefined();
  });
});
