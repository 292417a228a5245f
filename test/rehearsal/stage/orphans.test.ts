import { findOrphans } from '../../../rehearsal/stage/orphans';
import { fakeWorld } from '../../simulator/support/fake-world';

interface Standby {
  readonly clusters?: readonly string[];
  /** Instance, cluster. */
  readonly instances?: readonly (readonly [string, string])[];
  readonly stack?: string;
  readonly cacheStack?: string;
  readonly caches?: readonly string[];
  /** What a stack of somebody's has made. */
  readonly made?: readonly string[];
}

function orphansIn(
  { clusters = [], instances = [], caches = [], stack, cacheStack, made = [] }: Standby,
  evidenceText: string | undefined,
) {
  const byName = <T extends { identifier: string }>(all: readonly T[]) => ({
    all: new Map(all.map((one) => [one.identifier, one])),
  });
  const world = fakeWorld({
    regions: ['us-west-2'],
    regionServices: () => ({
      rds: {
        clusters: byName(clusters.map((identifier) => ({ identifier }))),
        instances: byName(instances.map(([identifier, clusterIdentifier]) => ({ identifier, clusterIdentifier }))),
      },
      elastiCache: { caches: caches.map((name) => ({ name })) },
      cloudFormation: {
        stacks: {
          live: [
            { name: 'PilotLightActivation', status: stack },
            { name: 'PilotLightCache', status: cacheStack },
            { name: 'Reports', status: 'CREATE_COMPLETE', made },
          ]
            .filter(({ status }) => status !== undefined && status !== 'DELETE_COMPLETE')
            .map(({ made: ids = [], ...each }) => ({
              ...each,
              resources: new Map(ids.map((physicalId) => [physicalId, { physicalId, status: 'CREATE_COMPLETE' }])),
            })),
        },
      },
    }),
  });
  const estate = {
    standbyRegion: 'us-west-2',
    ActivationStackName: 'PilotLightActivation',
    CacheStackName: 'PilotLightCache',
    Standby: 'pilot-light' as const,
  };
  return findOrphans({ world, estate, evidenceText });
}

const BUILT: Standby = { clusters: ['pl-1'], instances: [['pl-1-writer', 'pl-1']], stack: 'CREATE_COMPLETE' };

describe('what is orphaned in the standby region', () => {
  test('nothing, where nothing was built', () => {
    expect(orphansIn({}, undefined)).toEqual([]);
  });

  test('nothing that the evidence names', () => {
    expect(orphansIn(BUILT, '{"cluster": "pl-1", "left": ["stack PilotLightActivation"]}')).toEqual([]);
  });

  test('everything, where no evidence was recorded', () => {
    expect(orphansIn(BUILT, undefined)).toEqual(['cluster pl-1', 'instance pl-1-writer', 'stack PilotLightActivation']);
  });

  test('a cluster beside the one that the evidence names', () => {
    expect(orphansIn({ ...BUILT, clusters: ['pl-1', 'pl-2'] }, 'pl-1, PilotLightActivation')).toEqual(['cluster pl-2']);
  });

  test('nothing that a stack has made: it goes with its stack', () => {
    expect(
      orphansIn(
        { clusters: ['reports'], instances: [['reports-1', 'reports']], made: ['reports', 'reports-1'] },
        'pl-1',
      ),
    ).toEqual([]);
  });

  test('an instance whose cluster is gone', () => {
    expect(orphansIn({ instances: [['pl-9-writer', 'pl-9']] }, 'pl-1')).toEqual(['instance pl-9-writer']);
  });

  test('a cache, and the stack of one: no stack of ours may have made it', () => {
    const standby = { cacheStack: 'ROLLBACK_COMPLETE', caches: ['pl-standby', 'reports'], made: ['reports'] };
    expect(orphansIn(standby, undefined)).toEqual(['stack PilotLightCache', 'cache pl-standby']);
    expect(orphansIn(standby, 'left: stack PilotLightCache, cache pl-standby')).toEqual([]);
  });

  test.each([
    ['DELETE_COMPLETE', []],
    ['DELETE_FAILED', ['stack PilotLightActivation']],
    ['ROLLBACK_COMPLETE', ['stack PilotLightActivation']],
  ])('of a stack in %s: %j', (stack, expected) => {
    expect(orphansIn({ stack }, 'nothing of it')).toEqual(expected);
  });
});
