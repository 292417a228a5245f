import * as z from 'zod';

const AlarmMessage = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string().nullish(),
  NewStateValue: z.string(),
  NewStateReason: z.string(),
  StateChangeTime: z.string(),
});

/**
 * What a person reads of an alarm. SNS carries it as JSON, and an e-mail has its members as text (Amazon CloudWatch User
 * Guide, "Notifying users on alarm changes"); the exact wording of that text is not documented. Undefined for any other
 * message.
 */
export function alarmMailText(message: string): string | undefined {
  const alarm = AlarmMessage.safeParse(jsonOf(message)).data;
  if (alarm === undefined) return undefined;
  return [
    `The alarm ${alarm.AlarmName} is ${alarm.NewStateValue} since ${alarm.StateChangeTime}.`,
    ...(alarm.AlarmDescription ? [alarm.AlarmDescription] : []),
    `Reason: ${alarm.NewStateReason}`,
    '(An alarm of CloudWatch: the words of its e-mail are its own. SNS carries it as JSON, which --json shows.)',
  ].join('\n');
}

function jsonOf(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
