import { stripVTControlCharacters } from 'node:util';
import { mailHint, mailText } from '../../cli/output/mails';
import { PASSED } from './report';

const textOf = (text: string) => stripVTControlCharacters(text);

test('a mail is printed as it was received, with its time, its topic and its subject', () => {
  expect(textOf(mailText(PASSED))).toBe(`
Mails received: 1

1. 2026-01-05 07:11:42, pilot-light-notifications in us-west-2
Subject: pilot-light: failover passed

  The workload serves from us-west-2.

  Next: nothing.
`);
});

test('a mail without a subject says so', () => {
  const [mail] = PASSED.mails;
  if (mail === undefined) throw new Error('there is no mail');
  expect(textOf(mailText({ mails: [{ ...mail, subject: '' }] }))).toContain('Subject: (none)');
});

test('a mail of an alarm is printed in lines, and said to be in words of CloudWatch', () => {
  const [mail] = PASSED.mails;
  if (mail === undefined) throw new Error('there is no mail');
  const message = JSON.stringify({
    AlarmName: 'pilot-light-notification-failed',
    AlarmDescription: 'A message was not sent.\nFirst: aws stepfunctions list-executions',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed: 1 datapoint',
    StateChangeTime: '2026-01-05T07:13:00.000+0000',
  });
  expect(textOf(mailText({ mails: [{ ...mail, message }] }))).toContain(`
  The alarm pilot-light-notification-failed is ALARM since 2026-01-05T07:13:00.000+0000.
  A message was not sent.
  First: aws stepfunctions list-executions
  Reason: Threshold Crossed: 1 datapoint
  (An alarm of CloudWatch:`);
});

test('without --mails a summary says how many there are and how to read them', () => {
  expect(mailHint(PASSED)).toBe('Mails received: 1. --mails prints each as it was received.\n');
  expect(mailHint({ mails: [] })).toBe('');
});
