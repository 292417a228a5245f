import { VIRTUAL_START_MS } from '../../rehearsal/stage/options';
import { BackupFailureStage } from './support/backup-failure-stage';

jest.setTimeout(180_000);

let scene: BackupFailureStage;

beforeAll(async () => {
  scene = await BackupFailureStage.bringUp({ objectives: { rpoMinutes: 120 }, freshness: { keeper: false } });
  await scene.untilAllIsWell(4, 50);
});

afterAll(() => scene.close());

const SINCE_MS = VIRTUAL_START_MS + 4 * 3_600_000;
const isRepair = ({ createdBy, createdAt }: { readonly createdBy: unknown; readonly createdAt: Date }) =>
  createdBy === undefined && createdAt.getTime() > SINCE_MS;
const backups = () => [...scene.primary.backup.backupJobs.all.values()].filter(isRepair);
const copies = () => [...scene.primary.backup.copyJobs.all.values()].filter(isRepair);

test('the copy of a continuous rule that failed is made good by a backup of its own and the copy of that', async () => {
  scene.primary.backup.failNext({ kind: 'copy', message: 'key' });
  await scene.untilOver();
  expect(scene.newNotices().map(({ kind }) => kind)).toEqual(['opened', 'allClear']);
  expect(backups().map(({ state }) => state)).toEqual(['COMPLETED']);
  expect(copies().map(({ state, source }) => [state, source.arn])).toEqual([
    ['COMPLETED', backups()[0]?.recoveryPointArn],
  ]);
});

test('the night’s daily backup is copied as every hour’s is, and kept in the primary region too', async () => {
  await scene.until(28);
  const kept = scene.primary.backup.recoveryPoints().filter(({ createdBy }) => createdBy !== undefined);
  expect(kept.map(({ createdBy, lifecycle }) => [createdBy?.BackupRuleName, lifecycle])).toEqual([
    ['daily-and-copy', { DeleteAfterDays: 90 }],
    ['daily-and-copy', { DeleteAfterDays: 90 }],
  ]);
  const hours = scene.standby.backup
    .recoveryPoints()
    .filter(({ createdBy }) => createdBy !== undefined)
    .map(({ initiatedAt }) => Math.round(initiatedAt.getTime() / 3_600_000));
  const gaps = hours.slice(1).map((hour, index) => hour - (hours[index] ?? 0));
  // One was lost to the copy that failed above.
  expect(gaps.filter((gap) => gap !== 1)).toEqual([2]);
});
