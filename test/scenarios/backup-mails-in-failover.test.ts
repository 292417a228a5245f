import { FailoverStage } from './support/failover-stage';

let stage: FailoverStage;

afterEach(() => stage.close());

it('while the standby serves, at most one mail speaks of the backups of the primary, and it says who serves', async () => {
  stage = await FailoverStage.bringUp();
  const { status } = await stage.run();
  expect(status).toBe('SUCCEEDED');
  const before = stage.standby.sns.inbox(stage.estate.TopicArn).length;

  // Longer than the window after which an incident is told of again.
  await stage.pass('8h');

  const mails = stage.standby.sns.inbox(stage.estate.TopicArn).slice(before);
  const ofBackups = mails.filter(({ message }) => message.includes('A backup or a copy failed'));
  expect(ofBackups.map(({ subject }) => subject)).toEqual([
    'pilot-light: INFO: recovery point too old, or not measured; us-west-2 serves',
  ]);
  expect(ofBackups[0]?.message).toMatch(/^Users are served by us-west-2 since \d\d:\d\d UTC\. Backups of us-east-1/m);
  expect(mails.map(({ message }) => message).join('\n')).not.toContain('were lost now');
});
