import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDefinitionText } from '../../../simulator/asl/parse-definition';
import { planOf, type PlannedStep, stepName } from '../../../rehearsal/stage/plan';

const SHIPPED = readFileSync(join(__dirname, '../../../statemachines/regional-failover.asl.json'), 'utf8');

function expected(steps: readonly PlannedStep[]): readonly string[] {
  return steps.filter((step) => step.expected).map(({ name }) => name);
}

function planFor(mode: string) {
  return planOf(parseDefinitionText(SHIPPED), mode);
}

describe('the plan of the regional failover', () => {
  test('a failover restores, proves, moves traffic and proves again, in this order', () => {
    const steps = expected(planFor('failover'));
    const spine = ['TakeLock', 'FindLatestRecoveryPoint', 'BringUpStandby', 'SmokeTestStandby'];
    const traffic = ['UpdateRoute53', 'WaitForTraffic', 'SmokeTestPublic', 'Notify', 'WriteEvidence'];
    expect(steps.filter((name) => [...spine, ...traffic].includes(name))).toEqual([...spine, ...traffic]);
    expect(steps).not.toContain('AskForApproval');
    expect(steps).not.toContain('RemoveCluster');
  });

  test('a drill takes itself down instead of moving traffic', () => {
    const steps = expected(planFor('drill'));
    expect(steps).toEqual(expect.arrayContaining(['RemoveCluster', 'RemoveStack']));
    expect(steps).not.toContain('UpdateRoute53');
  });

  test('branches carry the name of their first step, and polls are no steps of their own', () => {
    const [bringUp] = planFor('failover').filter(({ name }) => name === 'BringUpStandby');
    expect(bringUp?.branches.map(({ name, steps }) => [name, steps.map(({ id }) => id)])).toEqual([
      ['RestoreAurora', ['BringUpStandby[0]/RestoreAurora']],
      ['DeployRegionStack', ['BringUpStandby[1]/DeployRegionStack']],
      ['VerifyFrontend', ['BringUpStandby[2]/VerifyFrontend']],
    ]);
  });

  test('what runs only after a failure is known, but not expected', () => {
    const steps = planFor('failover');
    expect(steps.map(({ name }) => name)).toContain('ComposeRunning');
    expect(expected(steps)).not.toContain('ComposeRunning');
  });
});

test('a poll is shown as what is waited for', () => {
  expect(stepName('PollTraffic')).toBe('WaitForTraffic');
  expect(stepName('Pollinate')).toBe('Pollinate');
});
