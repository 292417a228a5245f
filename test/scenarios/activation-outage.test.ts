import type { FaultRule } from '../../simulator/kernel/faults';
import { FailoverStage, milliseconds } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

/** The failover starts at 1h25m; seconds later the activation stack is being created. */
const during = (at: string, kind: 'error' | 'throttle' | 'drop', service: string, operation?: string): FaultRule => ({
  at: milliseconds(at),
  for: milliseconds('15m'),
  kind,
  region: 'us-west-2',
  service,
  ...(operation === undefined ? {} : { operation }),
  probability: 1,
});

/** How long the activation stack takes with these durations when nothing fails, from the change set on. */
const DEPLOYMENT_MS = milliseconds('4m30s');

it.each([
  ['Lambda fails, the whole service', during('1h25m30s', 'error', 'lambda')],
  ['Lambda creates nothing', during('1h25m20s', 'throttle', 'lambda', 'CreateFunction')],
  ['Lambda loses its answers', during('1h25m20s', 'drop', 'lambda', 'CreateFunction')],
  ['API Gateway fails', during('1h25m30s', 'error', 'apigateway')],
])(
  'while the activation stack is created, %s for fifteen minutes: the stack is made again, and the failover passes',
  async (_, fault) => {
    stage = await FailoverStage.bringUp({ faults: [fault] });

    const ending = await stage.run();

    expect(ending).toMatchObject({ status: 'SUCCEEDED', evidence: { verdict: 'passed', traffic: 'standby' } });
    expect(await stage.publicTarget()).toBe(stage.estate.StandbyTarget);
    expect(stage.orphans(ending)).toEqual([]);
    // At most the outage and one deployment later.
    const deployed = ending.evidence?.steps.find(({ name }) => name === 'DeployRegionStack');
    const startedMs = Date.parse(deployed?.startedAt ?? '');
    expect(Date.parse(deployed?.endedAt ?? '') - startedMs).toBeLessThan(milliseconds('15m30s') + DEPLOYMENT_MS);
    // Each stack once: one change set and one execution for each that was begun, one removal for each that failed.
    const rolledBack = countOf('PilotLightActivation', 'ROLLBACK_IN_PROGRESS');
    expect(rolledBack).toBeGreaterThan(0);
    // With us-east-1 dark the cache beside it is rolled back, too.
    const cachesRemoved = countOf('PilotLightCache', 'DELETE_IN_PROGRESS');
    expect(['CreateChangeSet', 'ExecuteChangeSet', 'DeleteStack'].map((name) => stage.calls(name, 'ok'))).toEqual([
      rolledBack + 1,
      rolledBack + 1,
      rolledBack + cachesRemoved,
    ]);
  },
);

function countOf(stackName: string, status: string): number {
  return stage.world.trace.entries.filter(
    (entry) =>
      entry.kind === 'resource' &&
      entry.type === 'AWS::CloudFormation::Stack' &&
      entry.id === stackName &&
      entry.status === status,
  ).length;
}
