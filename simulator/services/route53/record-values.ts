import { isIP } from 'node:net';
import type { RecordSet } from './record-set';

/** A value that Route 53 does not take, in its words: `NAME (what is wrong)`. */
type Problem = string | undefined;

/**
 * What Route 53 says of the values of a record set. The names are those of its answers: ARRDATAIllegalIPv4Address and
 * ARRDATANotSingleField in reports of Terraform's and boto's users, MXRRDATANotTwoFields likewise, InvalidCharacterString and
 * CharacterStringTooLong in AWS's own Knowledge Center (route53-resolve-dkim-text-record-error). UNVERIFIED: the names for
 * CNAME, NS, PTR, SRV and CAA, and for a priority.
 */
export function refusedValues({ type, data }: RecordSet): readonly string[] {
  if (data.kind === 'alias') return [];
  const twice = data.values.find((value, index) => data.values.indexOf(value) !== index);
  if (twice !== undefined) return [`Duplicate Resource Record: '${twice}'`];
  if (type === 'CNAME' && data.values.length > 1) {
    return ['Invalid Resource Record: a CNAME record has one value (Route 53 Developer Guide, CNAME record type)'];
  }
  return data.values.flatMap((value) => {
    const problem = CHECKS[type]?.(value);
    return problem === undefined
      ? []
      : [`Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`];
  });
}

const CHECKS: Partial<Readonly<Record<RecordSet['type'], (value: string) => Problem>>> = {
  A: (value) => addressProblem('A', 4, value),
  AAAA: (value) => addressProblem('AAAA', 6, value),
  CNAME: nameProblem,
  NS: nameProblem,
  PTR: nameProblem,
  MX(value) {
    const [priority = '', host = '', ...more] = value.trim().split(/\s+/);
    if (host === '' || more.length > 0) return "MXRRDATANotTwoFields (MX record doesn't have 2 fields)";
    return isUpTo(65_535, priority)
      ? nameProblem(host)
      : 'MXRRDATAIllegalPriority (Priority is not a number from 0 to 65535)';
  },
  SRV(value) {
    const fields = value.trim().split(/\s+/);
    const [priority = '', weight = '', port = '', host = ''] = fields;
    if (fields.length !== 4) return "SRVRRDATANotFourFields (SRV record doesn't have 4 fields)";
    return [priority, weight, port].every((field) => isUpTo(65_535, field))
      ? nameProblem(host)
      : 'SRVRRDATAIllegalNumber (Priority, weight and port are numbers from 0 to 65535)';
  },
  CAA: (value) =>
    /^\d{1,3} [a-zA-Z0-9]+ "[^"]*"$/.test(value) && isUpTo(255, value.split(' ')[0] ?? '')
      ? undefined
      : 'CAARRDATANotThreeFields (CAA record has flags, a tag and a quoted value)',
  TXT: textProblem,
  SPF: textProblem,
};

function addressProblem(type: 'A' | 'AAAA', version: 4 | 6, value: string): Problem {
  if (/\s/.test(value)) return `${type}RRDATANotSingleField (Value contains spaces)`;
  if (isIP(value) === version) return undefined;
  return `${type}RRDATAIllegalIPv${version}Address (Value is not a valid IPv${version} address)`;
}

/** At most 63 characters a label, 255 in all; none empty (Route 53 Developer Guide, DNS domain name format). */
export function nameProblem(name: string): Problem {
  if (name === '') return 'DomainNameEmpty (Domain name is empty)';
  if (/\s/.test(name)) return 'UnsupportedCharacter (Value contains unsupported characters)';
  if (name.length > 255) return 'DomainNameTooLong (Domain name is too long)';
  const labels = name.replace(/\.$/, '').split('.');
  if (name !== '.' && labels.includes('')) return 'DomainLabelEmpty (Domain label is empty)';
  return labels.some((label) => label.length > 63) ? 'DomainLabelTooLong (Domain label is too long)' : undefined;
}

/** Quoted strings of up to 255 characters, with spaces between; a quote inside is escaped (Developer Guide, TXT record type). */
function textProblem(value: string): Problem {
  const strings = /^\s*("(?:[^"\\]|\\.)*"\s*)+$/s.test(value) ? value.match(/"(?:[^"\\]|\\.)*"/gs) : null;
  if (strings === null) return 'InvalidCharacterString (Value should be enclosed in quotation marks)';
  const isLong = strings.some((text) => text.slice(1, -1).replaceAll(/\\(\d{3}|.)/gs, '.').length > 255);
  return isLong ? 'CharacterStringTooLong (Value is too long)' : undefined;
}

function isUpTo(most: number, digits: string): boolean {
  return /^\d{1,5}$/.test(digits) && Number(digits) <= most;
}
