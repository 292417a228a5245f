import { closeWorld } from '../../simulator/support/aurora-world';
import { assertProperty, fc, runsOf } from '../../properties/assert-property';
import { FAILOVER_ID } from '../rds-facts';
import { remove, restore } from './run-functions';
import { REGION, SimulatedRds } from './simulated-rds';

const RUNS = 12;
const DRILL = { mode: 'drill', failoverId: FAILOVER_ID } as const;
const FAILOVER = { mode: 'failover', failoverId: FAILOVER_ID } as const;
/** A drill restores for three quarters of an hour, and takes down what it restored for ten minutes. */
const LIFE_SECONDS = 65 * 60;
/** A restore, a deletion before it, and a writer that is made twice. */
const LONGEST_SECONDS = 2 * 3600;

const plays = fc.record({
  stoppedAtSeconds: fc.integer({ min: 0, max: LIFE_SECONDS }),
  pauseSeconds: fc.integer({ min: 0, max: 600 }),
  /** In the zone that RDS chooses. */
  shortage: fc.constantFrom(undefined, 'InsufficientDBInstanceCapacity' as const, 'insufficient-capacity' as const),
  isNewer: fc.boolean(),
});

test(
  'whenever a drill was stopped, a failover that takes over what it left is ready within two hours',
  async () => {
    await assertProperty(
      fc.asyncProperty(plays, async ({ stoppedAtSeconds, pauseSeconds, shortage, isNewer }) => {
        const simulated = await SimulatedRds.open();
        try {
          const stopAtMs = simulated.now() + stoppedAtSeconds * 1000;
          const isOver = () => simulated.now() >= stopAtMs;
          const drilled = await restore(simulated, DRILL, isOver);
          if (drilled.kind === 'ready') await remove(simulated, FAILOVER_ID, isOver);
          await simulated.pass(pauseSeconds);
          if (isNewer) await simulated.backUp();
          if (shortage !== undefined) simulated.rds.capacity.withhold(`${REGION}a`, shortage);

          const ended = await restore(simulated, FAILOVER);

          expect(ended).toMatchObject({ kind: 'ready', recoveryPointArn: simulated.candidates[0]?.recoveryPointArn });
          expect(ended.seconds).toBeLessThan(LONGEST_SECONDS);
          expect(ended.invocations).toBeLessThan(600);
          const restored = simulated.clusters.find(
            ({ identifier }) => ended.kind === 'ready' && identifier === ended.clusterIdentifier,
          );
          expect(restored).toMatchObject({ status: 'available', httpEndpointEnabled: true, deletionProtection: true });
          expect(restored && simulated.rds.instances.writerOf(restored)).toMatchObject({ status: 'available' });
          expect(simulated.parameters.get('/cluster-arn')).toBe(restored?.arn);
        } finally {
          await closeWorld(simulated.world);
        }
      }),
      { runs: RUNS },
    );
  },
  (runsOf(RUNS) + 10) * 3000,
);

test(
  'whenever a drill was stopped, what it left is removed within the hour',
  async () => {
    await assertProperty(
      fc.asyncProperty(
        fc.record({ stoppedAtSeconds: fc.integer({ min: 0, max: LIFE_SECONDS }), isStopped: fc.boolean() }),
        async ({ stoppedAtSeconds, isStopped }) => {
          const simulated = await SimulatedRds.open();
          try {
            const stopAtMs = simulated.now() + stoppedAtSeconds * 1000;
            const isOver = () => simulated.now() >= stopAtMs;
            const drilled = await restore(simulated, DRILL, isOver);
            if (drilled.kind === 'ready') await remove(simulated, FAILOVER_ID, isOver);
            const [cluster] = simulated.clusters;
            if (isStopped && cluster?.status === 'available') {
              await simulated.world.scheduler.runToEnd(simulated.call('StopDBCluster', cluster.identifier));
            }

            const ended = await remove(simulated, FAILOVER_ID);

            expect(ended).toMatchObject({ kind: 'gone' });
            expect(ended.seconds).toBeLessThan(3600);
            expect(simulated.clusters).toEqual([]);
            expect(simulated.instances).toEqual([]);
            expect(simulated.parameters.get('/cluster-arn') ?? 'not-restored').toBe('not-restored');
          } finally {
            await closeWorld(simulated.world);
          }
        },
      ),
      { runs: RUNS },
    );
  },
  (runsOf(RUNS) + 10) * 3000,
);
