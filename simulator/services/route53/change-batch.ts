import { isIP } from 'node:net';
import type { Change } from '@aws-sdk/client-route-53';
import { AwsError } from '../../service';
import { identityOf, readRecordSet, type RecordSet } from './record-set';

/** The record sets of a zone, by identity. */
export type Records = ReadonlyMap<string, RecordSet>;

/** Route 53 Developer Guide, quotas on ChangeResourceRecordSets: values in one request; an UPSERT counts twice. */
const MAXIMUM_ELEMENTS = 1000;

/**
 * The records after all changes, or an error that names every change that is wrong: a batch takes effect as a whole or
 * not at all.
 */
export function applyChanges(zoneName: string, records: Records, changes: readonly Change[]): Records {
  if (changes.length === 0) throw new AwsError('InvalidInput', 'Invalid request: ChangeBatch has no Changes');
  checkSize(changes);
  const next = new Map(records);
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const change of changes) {
    const record = readRecordSet(change.ResourceRecordSet ?? { Name: undefined, Type: undefined });
    const problem = findDuplicate(seen, change, record) ?? applyChange(next, change, record);
    if (problem !== undefined) problems.push(problem);
    else if (change.Action !== 'DELETE') problems.push(...refusals(record));
  }
  if (problems.length === 0) problems.push(...conflicts(zoneName, next));
  if (problems.length === 0) return next;
  throw new AwsError('InvalidChangeBatch', `[${problems.join(', ')}]`, { members: { messages: problems } });
}

/** Applies one change, or says what is wrong with it. */
function applyChange(records: Map<string, RecordSet>, { Action }: Change, record: RecordSet): string | undefined {
  const key = identityOf(record);
  const existing = records.get(key);
  switch (Action) {
    case 'UPSERT':
      records.set(key, record);
      return undefined;
    case 'CREATE':
      if (existing !== undefined) return `Tried to create resource record set ${label(record)} but it already exists`;
      records.set(key, record);
      return undefined;
    case 'DELETE':
      if (existing === undefined) return `Tried to delete resource record set ${label(record)} but it was not found`;
      if (!isSame(existing, record)) {
        return `Tried to delete resource record set ${label(record)} but the values provided do not match the current values`;
      }
      records.delete(key);
      return undefined;
    default:
      throw new AwsError('InvalidInput', `Invalid request: unknown Action ${String(Action)}`);
  }
}

/**
 * What Route 53 takes in no zone. The texts are those of its answers (kubernetes-sigs/external-dns #2362 for the health
 * check; Terraform's reports for the addresses, whose A is `ARRDATAIllegalIPv4Address`).
 */
function refusals({ type, failover, healthCheckId, data }: RecordSet): readonly string[] {
  if (data.kind === 'alias') return [];
  if (failover === 'PRIMARY' && healthCheckId === undefined) {
    return ['A non-alias primary ResourceRecordSet must have an associated health check.'];
  }
  const version = { A: 4, AAAA: 6 }[type as string];
  if (version === undefined) return [];
  return data.values
    .filter((value) => isIP(value) !== version)
    .map((value) => {
      const problem = `${type}RRDATAIllegalIPv${version}Address (Value is not a valid IPv${version} address)`;
      return `Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`;
    });
}

function findDuplicate(seen: Set<string>, { Action }: Change, record: RecordSet): string | undefined {
  const key = `${Action === 'DELETE' ? 'DELETE' : 'PUT'} ${identityOf(record)}`;
  if (seen.has(key)) {
    return `The request contains an invalid set of changes for a resource record set '${record.type} ${record.name}'`;
  }
  seen.add(key);
  return undefined;
}

/** What may not be in one zone together. */
function conflicts(zoneName: string, records: Records): readonly string[] {
  const all = [...records.values()];
  return all.flatMap((record) => {
    if (record.name !== zoneName && !record.name.endsWith(`.${zoneName}`)) {
      return [`RRSet with DNS name ${record.name} is not permitted in zone ${zoneName}`];
    }
    if (record.type === 'CNAME' && record.name === zoneName) {
      return [`RRSet of type CNAME with DNS name ${record.name} is not permitted at apex in zone ${zoneName}`];
    }
    const namesakes = all.filter((other) => other !== record && other.name === record.name);
    if (record.type === 'CNAME' && namesakes.some(({ type }) => type !== 'CNAME')) {
      return [
        `RRSet of type CNAME with DNS name ${record.name} is not permitted as it conflicts with other records with the same DNS name in zone ${zoneName}`,
      ];
    }
    return namesakes
      .filter(({ type }) => type === record.type)
      .filter(({ failover }) => failover === undefined || failover === record.failover)
      .map(({ failover }) => {
        const other = failover === undefined ? 'a non-failover RRSet' : `another ${failover} failover RRSet`;
        return `RRSet with DNS name ${record.name}, type ${record.type}, SetIdentifier ${record.setIdentifier} cannot be created as ${other} with the same name and type exists`;
      });
  });
}

function isSame(a: RecordSet, b: RecordSet): boolean {
  return JSON.stringify(comparable(a)) === JSON.stringify(comparable(b));
}

function comparable(record: RecordSet) {
  const { name, type, setIdentifier, failover, healthCheckId, data } = record;
  const sorted = data.kind === 'records' ? { ...data, values: data.values.toSorted() } : data;
  return [name, type, setIdentifier ?? null, failover ?? null, healthCheckId ?? null, sorted];
}

function checkSize(changes: readonly Change[]): void {
  const elements = changes.reduce((sum, { Action, ResourceRecordSet: record }) => {
    return sum + (record?.ResourceRecords?.length ?? 1) * (Action === 'UPSERT' ? 2 : 1);
  }, 0);
  if (elements <= MAXIMUM_ELEMENTS) return;
  throw new AwsError('InvalidChangeBatch', `Number of records limit of ${MAXIMUM_ELEMENTS} exceeded.`);
}

function label({ name, type, setIdentifier }: RecordSet): string {
  const set = setIdentifier === undefined ? '' : `, set identifier='${setIdentifier}'`;
  return `[name='${name}', type='${type}'${set}]`;
}
