import { ValidationStage } from './support/validation-stage';

jest.setTimeout(120_000);

const HOUR_MS = 3_600_000;
const ALARM = 'pilot-light-manifest-missing';
let scene: ValidationStage;

const primaryData = () => scene.primary.rds.cluster('pilot-light-primary').data;
const alarm = () => scene.primary.cloudWatch.alarm(ALARM)?.state;
const mails = () =>
  scene.primary.sns.inbox('arn:aws:sns:us-east-1:111111111111:pilot-light-alarms').map(({ subject }) => subject);
const pass = (hours: number) => scene.world.scheduler.runUntil(scene.world.scheduler.now() + hours * HOUR_MS);

beforeAll(async () => {
  scene = await ValidationStage.bringUp();
  // ALTER DEFAULT PRIVILEGES covers its own creator's tables only (PostgreSQL): this is one of somebody else's.
  await primaryData()?.query('create table vault (id int)');
  await primaryData()?.query('revoke all on vault from pilot_light_reader');
});

afterAll(() => scene.close());

test('a table that the reader role may not read is not compared, which the validation says, and all else is', async () => {
  const { evidence } = await scene.whenScheduled();
  expect(evidence.checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(evidence.verdict).toBe('PASSED');
  expect(evidence.checks.find(({ name }) => name === 'row counts are those of the manifest')?.detail).toMatch(
    /^\d+ tables?; not compared: public\.vault, which the role pilot_light_reader may not read in the primary$/,
  );
});

test('nobody is notified while manifests are recorded; an alarm in the primary region goes on when there was none for three hours', async () => {
  await pass(1);
  expect(alarm()).toBe('OK');
  // A new alarm without data is on until the first one is recorded.
  const before = mails().length;
  // What the role lacks otherwise, ensureRoles gives it back.
  await primaryData()?.query('alter role pilot_light_reader connection limit 0');
  await pass(6);
  expect(alarm()).toBe('ALARM');
  expect(mails().slice(before)).toEqual([`ALARM: "${ALARM}" in us-east-1`]);
});
