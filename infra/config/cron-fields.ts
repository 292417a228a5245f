interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What stands for the numbers from `from` on. */
  readonly words?: readonly string[];
  /** What may be written beside numbers, lists, ranges, steps and `*`. */
  readonly others?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Amazon EventBridge User Guide, "Setting a schedule pattern for scheduled rules", Cron expressions. */
const FIELDS: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31, others: /^(\?|L|L-\d+|LW|\d+W)$/ },
  { name: 'month', from: 1, to: 12, words: MONTHS },
  { name: 'day of the week', from: 1, to: 7, words: DAYS, others: /^(\?|L|\w+L|\w+#[1-5])$/ },
  { name: 'year', from: 1970, to: 2199 },
];

/** What is wrong with a cron expression of AWS, and what to write; undefined when its six fields are in order. */
export function cronFieldsProblem(schedule: string, example: string): string | undefined {
  const written = /^cron\((.*)\)$/.exec(schedule)?.[1]?.trim().split(/\s+/);
  if (written === undefined) return `write a cron expression with six fields, such as "${example}"`;
  if (written.length !== FIELDS.length)
    return (
      `write six fields, such as "${example}": minute, hour, day of the month, month, day of the week and year; ` +
      `it has ${written.length}`
    );
  for (const [index, field] of FIELDS.entries()) {
    const text = written[index] ?? '';
    if (!isInOrder(text, field)) return `write ${rangeOf(field)} for the ${field.name}, which is ${text}`;
  }
  const days = [written[2], written[4]].filter((text) => text === '?').length;
  return days === 1
    ? undefined
    : `write ? for either the day of the month or the day of the week, such as "${example}": AWS takes one of the two`;
}

function rangeOf({ from, to, words }: Field): string {
  const named = words === undefined ? '' : `, or ${words[0] ?? ''} to ${words.at(-1) ?? ''}`;
  return `${from} to ${to}${named}`;
}

function isInOrder(text: string, field: Field): boolean {
  if (text === '*' || field.others?.test(text) === true) return true;
  return text.split(',').every((entry) => {
    const [range = '', step] = entry.split('/');
    if (step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0)) return false;
    if (range === '*') return step !== undefined;
    const numbers = range.split('-').map((word) => numberOf(word, field));
    return numbers.length <= 2 && numbers.every((number) => number >= field.from && number <= field.to);
  });
}

function numberOf(word: string, { from, words = [] }: Field): number {
  const index = words.indexOf(word.toUpperCase());
  if (index >= 0) return from + index;
  return /^\d+$/.test(word) ? Number(word) : Number.NaN;
}
