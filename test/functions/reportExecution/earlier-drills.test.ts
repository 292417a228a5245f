import { DRILL, DRILL_COMPLETE, executionOf, FakeReports, setReportEnvironment } from './cases';
import { report } from './calls';
import { drillEvidence } from './stories/story';

let reports: FakeReports;

beforeEach(() => {
  setReportEnvironment();
  reports = new FakeReports();
});

const drill = () => report(reports, DRILL_COMPLETE, executionOf(DRILL));
const keep = (name: string, evidence: unknown) =>
  reports.evidence.set(`executions/${name}.json`, JSON.stringify(evidence));
const comparisonOf = async () => (await drill()).evidence['comparison'];

test('a drill is compared with the last eight drills of this workload, and with nothing else', async () => {
  for (let index = 9; index >= 0; index -= 1) keep(`drill-${index}`, drillEvidence(index, 40 + index));
  keep('failover', drillEvidence(10, 1, { mode: 'failover' }));
  keep('another', drillEvidence(10, 2, { workload: 'shop' }));
  // Begun later, and reported earlier: this drill was held up.
  keep('later', drillEvidence(40, 3));
  keep('torn', 'no evidence at all');

  expect(await comparisonOf()).toMatchObject({
    history: 'read',
    rto: { previousSeconds: [42, 43, 44, 45, 46, 47, 48, 49].map((minutes) => minutes * 60), slopeSeconds: 60 },
    steps: [{ name: 'FindLatestRecoveryPoint' }, { name: 'RestoreAurora', slopeSeconds: 60 }],
  });
});

test('a drill that did not prove the standby is named, and is in no trend', async () => {
  keep('drill-1', drillEvidence(1, 50, { rto: { achievedSeconds: null }, verdict: 'failed', steps: [] }));
  keep('drill-0', drillEvidence(0, 48));

  expect(await comparisonOf()).toMatchObject({
    earlier: [
      { execution: 'drill-0', rtoSeconds: 2880 },
      { execution: 'drill-1', verdict: 'failed', rtoSeconds: null },
    ],
    rto: { previousSeconds: [2880], slopeSeconds: null },
  });
});

test.each(['newestKeys', 'object'] as const)('a history that %s cannot read never fails a drill', async (operation) => {
  keep('drill-0', drillEvidence(0, 48));
  reports.broken.add(operation);

  const { verdict, evidence, message } = await drill();

  expect([verdict, evidence['comparison']]).toEqual(['passed', expect.objectContaining({ history: 'unread' })]);
  expect(message).toContain('could not be read, so nothing is compared');
});

test('a failover reads no history', async () => {
  reports.items.set('traffic', { serves: 'standby' });
  const { evidence } = await report(reports, {
    ...DRILL_COMPLETE,
    request: { ...DRILL_COMPLETE.request, mode: 'failover' },
  });
  expect(evidence['comparison']).toBeNull();
});
