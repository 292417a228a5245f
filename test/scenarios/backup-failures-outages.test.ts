import type { FaultRule } from '../../simulator/kernel/faults';
import { VIRTUAL_START_MS } from '../../rehearsal/stage/options';
import { BackupFailureStage } from './support/backup-failure-stage';

jest.setTimeout(300_000);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** It is there, so it is asked again, and nobody is notified that it does not answer. */
const THROTTLED_PRIMARY = 'AWS Backup throttles in the primary region, for three minutes,';

/** Each an outage of half an hour in the standby region, if no other is named, and an hour whose backup fails; the outage begins after it did. */
const STORIES: readonly (readonly [string, Pick<FaultRule, 'service' | 'kind' | 'region'>, number])[] = [
  ['DynamoDB fails before the failure is received', { service: 'dynamodb', kind: 'error' }, 4],
  ['DynamoDB fails while the incident is followed', { service: 'dynamodb', kind: 'throttle' }, 7],
  ["DynamoDB's answers are lost", { service: 'dynamodb', kind: 'drop' }, 4],
  ['AWS Backup fails', { service: 'backup', kind: 'error' }, 4],
  ['Lambda throttles', { service: 'lambda', kind: 'throttle' }, 4],
  ['SNS fails', { service: 'sns', kind: 'error' }, 4],
  ['the whole region fails', { kind: 'error' }, 4],
  [THROTTLED_PRIMARY, { service: 'backup', kind: 'throttle', region: 'us-east-1' }, 4],
];
const hourOf = (index: number): number => 5 + 4 * index;

let scene: BackupFailureStage;

beforeAll(async () => {
  // Of a rule with continuous backup on there is nothing left that could be copied again: that is another story.
  const plain = { objectives: { rpoMinutes: 120 }, freshness: { keeper: false }, backup: { continuous: false } };
  const faults = STORIES.map(([story, fault, minutes], index) => ({
    region: 'us-west-2',
    ...fault,
    at: hourOf(index) * HOUR_MS + minutes * MINUTE_MS,
    for: (story === THROTTLED_PRIMARY ? 3 : 30) * MINUTE_MS,
    probability: 1,
  }));
  scene = await BackupFailureStage.bringUp(plain, faults);
});

afterAll(() => scene.close());

const onDemandSince = (sinceMs: number) => {
  const isNew = ({ createdBy, createdAt }: { readonly createdBy: unknown; readonly createdAt: Date }) =>
    createdBy === undefined && createdAt.getTime() >= sinceMs;
  const { backupJobs, copyJobs } = scene.primary.backup;
  return { backups: [...backupJobs.all.values()].filter(isNew), copies: [...copyJobs.all.values()].filter(isNew) };
};

const throttledAssessments = () =>
  scene.world.trace.entries.filter(
    (entry) =>
      entry.kind === 'call' &&
      entry.region === 'us-east-1' &&
      entry.caller.includes('AssessBackupFailure') &&
      entry.outcome === 'ThrottlingException',
  ).length;

/** The stories follow each other in one world. */
describe('while a backup has failed, half an hour in which', () => {
  test.each(STORIES.map(([story], index) => [story, index] as const))(
    '%s ends as one incident, one repair and one all-clear, and nobody does anything',
    async (story, index) => {
      await scene.untilAllIsWell(hourOf(index) - 1, 50);
      const sinceMs = scene.world.scheduler.now();
      expect(sinceMs).toBe(VIRTUAL_START_MS + (hourOf(index) * 60 - 10) * MINUTE_MS);
      scene.primary.backup.failNext({ kind: 'backup', message: 'The snapshot quota is used up.' });
      await scene.untilOver();

      const notices = scene.newNotices();
      const kinds = notices.map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'delayed').length).toBeLessThanOrEqual(2);
      expect(kinds.filter((kind) => !['delayed', 'escalated'].includes(kind))).toEqual(['opened', 'allClear']);
      const records = [...scene.evidences.values()];
      expect(records.filter(({ verdict }) => verdict === 'closed')).toHaveLength(1);
      expect(records.filter(({ verdict }) => verdict !== 'closed' && verdict !== 'recorded')).toEqual([]);
      const { backups, copies } = onDemandSince(sinceMs);
      expect([backups.length, copies.length]).toEqual([1, 1]);
      expect(scene.executions.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
      if (story === THROTTLED_PRIMARY) {
        expect(throttledAssessments()).toBeGreaterThan(0);
        expect(kinds).toEqual(['opened', 'allClear']);
        expect(JSON.stringify(notices)).not.toMatch(/throttles|does not answer/);
      }
    },
  );
});
