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

test('without --mails a summary says how many there are and how to read them', () => {
  expect(mailHint(PASSED)).toBe('Mails received: 1. --mails prints each as it was received.\n');
  expect(mailHint({ mails: [] })).toBe('');
});
