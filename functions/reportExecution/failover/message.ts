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
  /** The one to do first, then what else can be done. */
  readonly actions: readonly Action[];
  readonly details: readonly (string | undefined)[];
}

/** SNS takes 256 KiB (Amazon SNS API Reference, Publish); a mail that long helps nobody. */
const MOST_CHARACTERS = 60_000;

export function compose({ subject, headline, meaning, actions, details }: MessageParts): Notification {
  const [first, ...others] = actions;
  const lines = [
    headline,
    ...meaning,
    ...(first === undefined ? [] : ['', `Next: ${lower(lineOf(first))}`, ...commandOf(first)]),
    '',
    ...details,
    ...(others.length === 0 ? [] : ['', 'Also possible:']),
    ...others.flatMap((action) => [lineOf(action), ...commandOf(action)]),
  ];
  const text = lines.filter((line) => line !== undefined).join('\n');
  return { subject: subjectLine(subject), message: text.slice(0, MOST_CHARACTERS) };
}

function lineOf({ sentence, command }: Action): string {
  return `${sentence}${command === null ? '.' : ':'}`;
}

function lower(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** A line of its own, so that it can be copied whole. */
function commandOf({ command }: Action): readonly string[] {
  return command === null ? [] : [command];
}
