import { rehearseDrills } from '../../rehearsal/quarterly-drill/rehearse';
import { REFERENCE_WORKLOAD } from '../../rehearsal/workload/reference';
import { assemblyDirectory } from './support/assembly';

jest.setTimeout(400_000);

test('the schedule runs a drill every quarter, each is compared with those before it, and nothing is left', async () => {
  const { report } = await rehearseDrills({
    assemblyDirectory: await assemblyDirectory({}, 'runtime'),
    runtimeSdk: true,
    workload: REFERENCE_WORKLOAD,
    seed: 1,
    durations: 'fast',
    faultsPath: undefined,
    drills: 2,
  });

  expect(report.checks.filter(({ passed }) => passed !== true)).toEqual([]);
  expect(report).toMatchObject({ verdict: 'passed', scenario: 'quarterly-drill', orphans: [] });
  expect(report.drills.map(({ dueAt }) => dueAt.slice(0, 13))).toEqual(['2026-02-15T09', '2026-05-15T09']);
  expect(report.rtoTrend).toEqual(report.drills.map(({ rtoSeconds }) => rtoSeconds));
  // Each quarter draws its durations anew.
  expect(new Set(report.rtoTrend).size).toBe(2);
  // Two drills have a difference; three have a trend.
  expect(report.drills.map(({ slopeSeconds }) => slopeSeconds)).toEqual([null, null]);
  const steps = report.drills.at(-1)?.steps.map(({ name }) => name);
  expect(steps).toEqual(expect.arrayContaining(['RestoreAurora', 'CleanUp']));
});
