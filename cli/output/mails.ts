import type { Received, ReceivedMail } from '../../rehearsal/stage/mails';
import { alarmMailText } from './alarm-mail';
import { colours } from './colours';

/** Every mail as its reader has it: whole lines, so that a command can be copied. */
export function mailText({ mails }: Received): string {
  return `\n${colours.bold(`Mails received: ${mails.length}`)}\n${mails.map(oneMail).join('')}`;
}

/** Where the texts are to be found. */
export function mailHint({ mails }: Received): string {
  return mails.length === 0 ? '' : `Mails received: ${mails.length}. --mails prints each as it was received.\n`;
}

function oneMail({ at, region, topic, subject, message }: ReceivedMail, index: number): string {
  const time = `${at.slice(0, 10)} ${at.slice(11, 19)}`;
  const text = alarmMailText(message) ?? message;
  const head = [`${index + 1}. ${time}, ${topic} in ${region}`, `Subject: ${subject === '' ? '(none)' : subject}`];
  return `\n${head.map(colours.bold).join('\n')}\n\n${text.replaceAll(/^/gm, '  ').replaceAll(/ +$/gm, '')}\n`;
}
