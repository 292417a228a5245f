import type { Known } from '../../../functions/readiness/contract';
import { judge, toReport } from '../../../functions/readiness/decide';
import type { Facts } from '../../../functions/readiness/facts';
import { composeMail } from '../../../functions/readiness/mail';
import { newsFor } from '../../../functions/readiness/news';
import { factsWith, newest, POLICY, read, UNREAD } from './facts';

const about = {
  workload: 'pilot-light',
  region: 'us-west-2',
  checkedAt: '2026-11-22T03:00:00Z',
  trigger: 'schedule',
} as const;

function mailAbout(changes: Partial<Facts>, known?: Known) {
  const report = toReport(judge(factsWith(changes), POLICY), about);
  return composeMail(report, newsFor(known, report), POLICY);
}

test('says what is not ready, what it means, the one next command on a line of its own, then the rest', () => {
  const { subject, text } = mailAbout({
    keyState: read('Disabled'),
    vault: read(undefined),
    recoveryPoints: newest(90),
    records: UNREAD,
  });
  expect(subject).toBe('pilot-light: NOT READY for a failover: vault, key');
  expect(text.replaceAll(POLICY.KMS_KEY_ARN, 'KEY').split('\n')).toEqual([
    'By the checks of 03:00 UTC a failover of pilot-light to us-west-2 would fail, or could not begin:',
    `- vault: us-west-2 has no vault ${POLICY.VAULT_NAME}, or the role may not read it.`,
    '- key: KEY is Disabled: neither copies nor restores can use it.',
    'Fix it before you have to fail over.',
    '',
    `Next: Put it back; or, where aws backup list-backup-vaults --region us-west-2 lists it, let the role read it (npx cdk deploy ${POLICY.RECOVERY_STACK_NAME} --revert-drift). Then wait for the next copy:`,
    `npx cdk deploy ${POLICY.STANDBY_STACK_NAME} --revert-drift`,
    '',
    'Then:',
    '- key:',
    'aws kms enable-key --region us-west-2 --key-id KEY',
    '',
    'Not read this time, so nothing is said of it:',
    '- health-check: could not be read: TimeoutError: no answer.',
    '',
    'Degraded, which can wait for the day:',
    expect.stringMatching(/^- recovery-point: the newest is of .*, 90 minutes old; the objective is 60 minutes\.$/),
    '',
    expect.stringMatching(/^\d+ checks at 2026-11-22T03:00:00Z: \d+ ready\.$/),
    'Check now: node cli/pilotlight.js readiness --function pilot-light-readiness --region us-west-2',
    'Runbook: docs/RUNBOOK_DR.md, section: Readiness says not-ready or degraded',
  ]);
});

test('says what is over, and asks for nothing', () => {
  const { subject, text } = mailAbout({}, { notReady: ['key'], lostAnswers: 0 });
  expect(subject).toBe('pilot-light: ready again for a failover');
  expect(text).toContain('A failover of pilot-light to us-west-2 can begin again, by the checks of 03:00 UTC: key.');
  expect(text).not.toContain('Next:');
});

test('says nothing of a state before the first report', () => {
  const { text } = mailAbout({ keyState: read('Disabled') });
  expect(text).not.toContain('unknown');
});
