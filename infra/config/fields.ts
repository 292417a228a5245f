import * as z from 'zod';
import { regionProblem } from './aws-regions';

/** Fields of the configuration. Each says what to write when it is wrong. */
export function text(pattern: RegExp, instruction: string) {
  return z.string(instruction).regex(pattern, instruction);
}

export function whole(minimum: number, maximum: number, unit: string) {
  const instruction = `write a whole number of ${unit} from ${minimum} to ${maximum}`;
  return z.int(instruction).min(minimum, instruction).max(maximum, instruction);
}

export function capacity(minimum: number) {
  const instruction = `write a number of ACUs from ${minimum} to 256 in steps of 0.5`;
  return z.number(instruction).min(minimum, instruction).max(256, instruction).multipleOf(0.5, instruction);
}

export const percentage = z
  .number('write a percentage above 0, to 100')
  .gt(0, 'write a percentage above 0, to 100')
  .max(100, 'write a percentage above 0, to 100');

export const region = z.string('write the name of an AWS region, such as "us-west-2"').superRefine((name, context) => {
  const message = regionProblem(name);
  if (message !== undefined) context.addIssue(message);
});
export const domainName = text(
  /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
  'write a domain name in lower case without a dot at its end, such as "app.example.com"',
);
export const cidr = text(
  /^\d{1,3}(\.\d{1,3}){3}\/(1[6-9]|2[0-4])$/,
  'write an IPv4 range of size /16 to /24, such as "10.0.0.0/16"',
);

const TIME_ZONE = 'write a time zone of the IANA database, such as "Europe/Berlin" or "UTC"';
export const timeZone = z.string(TIME_ZONE).refine(isTimeZone, TIME_ZONE);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
