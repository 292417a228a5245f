import type { Notification } from '../contract';
import { subjectLine } from '../../shared/words';
import type { Action } from './action';

/** The parts of a message, in the order in which a person reads them on a phone. */
export interface MessageParts {
  readonly subject: string;
  /** One sentence: what happened. */
  readonly headline: string;
  /** What it means. */
  readonly meaning: readonly (string | undefined)[];
  /** What to do: with a heading, or where that is undefined, the one thing that is next. */
  readonly heading?: string;
  readonly actions: readonly Action[];
  readonly details: readonly (string | undefined)[];
  /** What else can be done. */
  readonly others?: readonly Action[];
}

/** SNS takes 256 KiB (Amazon SNS API Reference, Publish); a mail that long helps nobody. */
const MOST_CHARACTERS = 60_000;

export function compose({ subject, headline, meaning, heading, actions, details, others }: MessageParts): Notification {
  const lines = [
    headline,
    ...meaning,
    ...(actions.length === 0 ? [] : ['']),
    ...(heading === undefined ? actions.flatMap(nextLines) : [heading, ...actions.flatMap(linesOf)]),
    '',
    ...details,
    ...(others === undefined || others.length === 0 ? [] : ['', 'Also possible:', ...others.flatMap(linesOf)]),
  ];
  const text = lines.filter((line) => line !== undefined).join('\n');
  return { subject: subjectLine(subject), message: text.slice(0, MOST_CHARACTERS) };
}

function nextLines(action: Action): readonly string[] {
  const { sentence } = action;
  return linesOf({ ...action, sentence: `Next: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}` });
}

/** A command has a line of its own, so that it can be copied whole. */
function linesOf({ sentence, command }: Action): readonly string[] {
  return command === null ? [`${sentence}.`] : [`${sentence}:`, command];
}
