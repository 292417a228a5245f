import { isNoFailure } from '../shared/backup-jobs';
import type { Signal } from './contract';

/** What an event says, as far as it can be read. */
export type SignalReading =
  | { readonly kind: 'signal'; readonly signal: Signal; readonly createdAtMs: number | undefined }
  /** Of another resource, or an alarm that is not about backups. */
  | { readonly kind: 'foreign'; readonly detail: string }
  /** Of a job or an alarm that is well, or whose end is yet to come: another event tells of that. */
  | { readonly kind: 'noFailure'; readonly detail: string };

export interface SignalPolicy {
  readonly clusterArn: string;
  readonly alarmPrefixes: readonly string[];
  readonly nowMs: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads an event of AWS Backup or CloudWatch. AWS Backup's samples write one field now as text and now as a number, and
 * `{}` for what is not there yet (AWS Backup Developer Guide, "Monitoring AWS Backup events using EventBridge"), so a
 * field that is missing or of the wrong type is named, and what is left is used: a failure must never go unheard because
 * its event was odd.
 */
export function readSignal(event: unknown, policy: SignalPolicy): SignalReading {
  const problems: string[] = [];
  const envelope = isFields(event) ? event : {};
  if (!isFields(event)) problems.push(`the event: expected an object, got ${nameOf(event)}`);
  const detail = isFields(envelope['detail']) ? envelope['detail'] : {};
  if (!isFields(envelope['detail'])) problems.push(`detail: expected an object, got ${nameOf(envelope['detail'])}`);

  const reader: Reader = { problems, envelope, detail, policy };
  switch (envelope['detail-type']) {
    case 'Backup Job State Change':
      return readJob(reader, 'backup', 'backupJobId');
    case 'Copy Job State Change':
      return readJob(reader, 'copy', 'copyJobId');
    case 'CloudWatch Alarm State Change':
      return readAlarm(reader);
    default:
      problems.push(`detail-type: no such event is known: ${describe(envelope['detail-type'])}`);
      return toSignal(reader, { kind: 'unreadable', state: 'unknown', message: 'the event could not be read' });
  }
}

interface Reader {
  readonly problems: string[];
  readonly envelope: Fields;
  readonly detail: Fields;
  readonly policy: SignalPolicy;
}

type Told = Pick<Signal, 'kind' | 'state' | 'message'> & {
  readonly jobId?: string | undefined;
  readonly alarmName?: string | undefined;
};

function readJob(reader: Reader, kind: 'backup' | 'copy', idField: string): SignalReading {
  const { detail, problems, policy } = reader;
  const resourceArn = text(detail, 'resourceArn', problems);
  if (resourceArn !== undefined && resourceArn !== policy.clusterArn) {
    return { kind: 'foreign', detail: `${kind} of another resource: ${resourceArn}` };
  }
  const jobId = text(detail, idField, problems);
  const state = text(detail, 'state', problems) ?? 'unknown';
  if (isNoFailure(state)) return { kind: 'noFailure', detail: `${kind} ${jobId ?? 'job'} has not failed: ${state}` };
  const message = optionalText(detail, 'statusMessage', problems) ?? 'AWS Backup gave no message';
  return toSignal(reader, { kind, state, message, jobId }, time(detail, 'creationDate', problems));
}

function readAlarm(reader: Reader): SignalReading {
  const { detail, problems, policy } = reader;
  const alarmName = text(detail, 'alarmName', problems);
  if (alarmName !== undefined && !policy.alarmPrefixes.some((prefix) => alarmName.startsWith(prefix))) {
    return { kind: 'foreign', detail: `an alarm about something else: ${alarmName}` };
  }
  const state = isFields(detail['state']) ? detail['state'] : {};
  if (!isFields(detail['state'])) problems.push(`detail.state: expected an object, got ${nameOf(detail['state'])}`);
  const value = text(state, 'value', problems, 'detail.state') ?? 'unknown';
  const name = alarmName ?? 'an alarm without a name';
  if (value === 'OK') return { kind: 'noFailure', detail: `${name} is ${value}` };
  const reason = optionalText(state, 'reason', problems, 'detail.state') ?? 'CloudWatch gave no reason';
  return toSignal(reader, { kind: 'alarm', state: value, message: `${name}: ${reason}`, alarmName });
}

function toSignal(
  { envelope, problems, policy }: Reader,
  { jobId, alarmName, ...rest }: Told,
  createdAtMs?: number,
): SignalReading {
  const eventId = text(envelope, 'id', problems, '') ?? 'no id';
  const atMs = time(envelope, 'time', problems, '') ?? policy.nowMs;
  const at = new Date(atMs).toISOString();
  // A job is one failure however many events report it, from however many regions.
  const key = jobId === undefined ? `event ${eventId} ${at}` : `${rest.kind} ${jobId}`;
  const region = text(envelope, 'region', problems, '') ?? 'unknown';
  return {
    kind: 'signal',
    signal: { key, ...rest, at, region, jobId: jobId ?? null, alarmName: alarmName ?? null, problems: [...problems] },
    createdAtMs,
  };
}

function text(fields: Fields, name: string, problems: string[], path = 'detail'): string | undefined {
  const value = optionalText(fields, name, problems, path);
  const isNamedAlready = problems.some((problem) => problem.startsWith(`${pathOf(path, name)}:`));
  if (value === undefined && !isNamedAlready) problems.push(`${pathOf(path, name)}: missing`);
  return value;
}

/** Text, or a number or boolean as its text. `{}` and null are "not yet". */
function optionalText(fields: Fields, name: string, problems: string[], path = 'detail'): string | undefined {
  const value = fields[name];
  if (typeof value === 'string') return value === '' ? undefined : value.slice(0, LONGEST_TEXT);
  if (value === undefined || value === null || (isFields(value) && Object.keys(value).length === 0)) return undefined;
  problems.push(`${pathOf(path, name)}: expected text, got ${nameOf(value)}`);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A signal is kept in an item of 400 KB with others, and said in a mail. */
const LONGEST_TEXT = 1000;
/** The last instant that a Date can hold (ECMA-262, "Time Values and Time Range"). */
const LAST_INSTANT_MS = 8.64e15;

/** Milliseconds since 1970 of a time written as ISO 8601, or as seconds or milliseconds since 1970. */
function time(fields: Fields, name: string, problems: string[], path = 'detail'): number | undefined {
  const value = fields[name];
  if (typeof value === 'number' && value > 0) {
    problems.push(`${pathOf(path, name)}: expected an ISO 8601 time, got a number`);
    const ms = Math.round(value < 1e11 ? value * 1000 : value);
    return ms <= LAST_INSTANT_MS ? ms : undefined;
  }
  const written = text(fields, name, problems, path);
  if (written === undefined) return undefined;
  const ms = Date.parse(written);
  if (!Number.isNaN(ms)) return ms;
  problems.push(`${pathOf(path, name)}: expected an ISO 8601 time, got ${describe(written)}`);
  return undefined;
}

function pathOf(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value)?.slice(0, 80) ?? nameOf(value));
}
