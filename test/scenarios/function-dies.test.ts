import { DRILL, FailoverStage } from './support/failover-stage';

/** The functions that change something, by the state that calls them first. */
const MUTATING: Readonly<Record<string, string>> = {
  RestoreAurora: 'pilot-light-restoreAurora',
  DeployRegionStack: 'pilot-light-deployRegionStack',
  SmokeTestStandby: 'pilot-light-smokeTest',
  UpdateRoute53: 'pilot-light-updateRoute53',
};

let stage: FailoverStage;

afterEach(() => stage.close());

it.each([
  ['before its first line', 0, Object.keys(MUTATING)],
  ['after its first call', 1, Object.keys(MUTATING)],
  ['after its second call', 2, Object.keys(MUTATING)],
  [
    'after its third call: the cluster is asked for, and nothing is decided yet',
    3,
    ['RestoreAurora', 'DeployRegionStack', 'UpdateRoute53'],
  ],
  ['after its fourth call: the decision is written', 4, ['UpdateRoute53']],
  ['after its fifth call: the lock says that the standby serves', 5, ['UpdateRoute53']],
  ['after its sixth call: the metric is published', 6, ['UpdateRoute53']],
  ['after its seventh call: the decision is done', 7, ['UpdateRoute53']],
])('each function dies once %s, and the failover succeeds with one cluster', async (_, calls, dying) => {
  stage = await FailoverStage.bringUp();
  const armed = new Set<string>();
  stage.standby.states.onProgress(({ event, state = '' }) => {
    const functionName = dying.includes(state) ? MUTATING[state] : undefined;
    if (functionName === undefined || event !== 'TaskStateEntered' || armed.has(state)) return;
    armed.add(state);
    stage.standby.lambda.crashNextInvocation(functionName, calls);
  });

  const ending = await stage.run();

  expect(retried().toSorted()).toEqual(dying.toSorted());
  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed', traffic: 'standby' } });
  expect(stage.clusters).toEqual([ending.evidence?.database?.clusterIdentifier]);
  expect(stage.calls('RestoreDBClusterFromSnapshot', 'ok')).toBe(1);
  expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
});

it('restoreAurora dies between making the writer and the rest, and the next call does the rest', async () => {
  stage = await FailoverStage.bringUp();
  const execution = await stage.start();
  await stage.until(
    () => [...stage.standby.rds.clusters.all.values()].some(({ status }) => status === 'available'),
    'the cluster is restored',
  );
  const restores = stage.entered(execution).filter((state) => state === 'RestoreAurora').length;
  stage.standby.lambda.crashNextInvocation('pilot-light-restoreAurora', 3);

  const ending = await stage.end(execution);

  expect(ending.status).toBe('SUCCEEDED');
  expect(stage.entered(execution).filter((state) => state === 'RestoreAurora').length).toBeGreaterThan(restores);
  expect(stage.calls('CreateDBInstance', 'ok')).toBe(1);
  expect([...stage.standby.rds.instances.all.keys()]).toEqual([`${stage.clusters[0]}-writer`]);
});

it('removeCluster dies when it has deleted the writer, and the drill still takes everything down', async () => {
  stage = await FailoverStage.bringUp({ darkAt: null });
  const execution = await stage.start(DRILL);
  await stage.untilState(execution, 'BeginCleanUp');
  stage.standby.lambda.crashNextInvocation('pilot-light-removeCluster', 6);

  const ending = await stage.end(execution);

  expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { leftovers: [] } });
  expect(stage.clusters).toEqual([]);
});

/** The states whose task was tried again. */
function retried(): readonly string[] {
  return [
    ...new Set(stage.progress.filter(({ event }) => event === 'RetryScheduled').flatMap(({ state }) => state ?? [])),
  ];
}
