import { composeMail } from '../../../functions/keepRecoveryPointObjective/mail';

test('a mail has a sentence a line, one command that changes nothing, and where to read on', () => {
  const detail =
    'No schedule was found: a copy takes 24.5 minutes. What would: an objective of 70 minutes, if that is enough.';
  const { subject, text } = composeMail(detail, { workload: 'pilot-light', region: 'us-west-2' });
  expect(subject).toBe('pilot-light: no schedule found that holds the recovery point objective');
  expect(text.split('\n')).toEqual([
    'No schedule was found: a copy takes 24.5 minutes.',
    'What would: an objective of 70 minutes, if that is enough.',
    '',
    'Next: nothing tonight: the best that was found is aimed at. How it is now, without starting anything:',
    expect.stringMatching(/^aws lambda invoke .* --payload '\{"dryRun":true\}' \/dev\/stdout$/),
    '',
    'Runbook: docs/RUNBOOK_DR.md, section: The objective cannot be held',
  ]);
});
