import { criticalPath, type CriticalPathInput } from '../../../rehearsal/failover/critical-path';

const draw = (name: CriticalPathInput['drawn'][number]['name'], seconds: number) => ({
  name,
  atMs: 0,
  durationMs: seconds * 1000,
});

const RESTORE = [draw('auroraRestoreCluster', 2000), draw('auroraCreateInstance', 400)];
const ACTIVATION = [draw('changeSetCreate', 20), draw('stackLambdaFunction', 100), draw('stackApiRoute', 30)];

function pathOf(input: Partial<CriticalPathInput>) {
  return criticalPath({ drawn: [], smokeRequestSeconds: [], detectionSeconds: undefined, ttlSeconds: 60, ...input });
}

describe('the critical path', () => {
  test.each<[string, Partial<CriticalPathInput>, number]>([
    ['the database, where it takes longer than the activation', { drawn: [...RESTORE, ...ACTIVATION] }, 2400],
    ['the activation, where that takes longer', { drawn: [draw('auroraRestoreCluster', 100), ...ACTIVATION] }, 150],
    [
      'the Data API instead of the instance, where it takes longer: both are made at once',
      { drawn: [...RESTORE, draw('auroraEnableDataApi', 500), draw('auroraResetMasterCredentials', 450)] },
      2500,
    ],
    ['routes once: they are made side by side', { drawn: [...ACTIVATION, draw('stackApiRoute', 50)] }, 170],
    [
      'the integration and then the routes: they wait for it',
      { drawn: [...ACTIVATION, { ...draw('stackApiRoute', 50), atMs: 31_000 }] },
      200,
    ],
    [
      'no cache, however long it takes: nothing waits for it',
      { drawn: [...ACTIVATION, draw('elastiCacheCreate', 450)] },
      150,
    ],
    [
      'both restores, where the first recovery point could not be restored',
      { drawn: [...RESTORE, draw('auroraRestoreCluster', 1000)] },
      3400,
    ],
    ['the slowest request of each smoke test', { drawn: RESTORE, smokeRequestSeconds: [2, 0.5] }, 2402.5],
    ['detection and TTL, where traffic moved', { drawn: RESTORE, detectionSeconds: 20 }, 2480],
    ['no TTL, where traffic did not move', { drawn: RESTORE, ttlSeconds: 300 }, 2400],
  ])('counts %s', (_, input, seconds) => {
    expect(pathOf(input).seconds).toBe(seconds);
  });

  test('names its parts in the order in which they happen', () => {
    const { parts } = pathOf({ drawn: RESTORE, smokeRequestSeconds: [1, 2], detectionSeconds: 20 });
    expect(parts.map(({ name }) => name)).toEqual([
      'restore the cluster',
      'create the writer instance',
      'slowest request of smoke test 1',
      'slowest request of smoke test 2',
      'health check sees the switch',
      'resolvers forget the old answer (TTL)',
    ]);
  });
});
