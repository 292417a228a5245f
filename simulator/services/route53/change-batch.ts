import type { Change } from '@aws-sdk/client-route-53';
import { AwsError } from '../../service';
import { identityOf, readRecordSet, type RecordSet } from './record-set';
import { nameProblem, refusedValues } from './record-values';
import { conflicts, type ZoneIdentity } from './zone-rules';

/** The record sets of a zone, by identity. */
export type Records = ReadonlyMap<string, RecordSet>;

/** Route 53 Developer Guide, quotas on ChangeResourceRecordSets: values in one request; an UPSERT counts twice. */
const MAXIMUM_ELEMENTS = 1000;

/**
 * The records after all changes, or an error that names every change that is wrong: a batch takes effect as a whole or
 * not at all.
 */
export function applyChanges(zone: ZoneIdentity, records: Records, changes: readonly Change[]): Records {
  if (changes.length === 0) throw new AwsError('InvalidInput', 'Invalid request: ChangeBatch has no Changes');
  checkSize(changes);
  const next = new Map(records);
  const problems: string[] = [];
  const seen = new Set<string>();
  const put: RecordSet[] = [];
  for (const change of changes) {
    const record = readRecordSet(change.ResourceRecordSet ?? { Name: undefined, Type: undefined }, change.Action);
    const problem = findDuplicate(seen, change, record) ?? applyChange(next, change, record);
    if (problem !== undefined) problems.push(problem);
    else if (change.Action !== 'DELETE') problems.push(...refusals(record));
    if (change.Action !== 'DELETE') put.push(record);
  }
  if (problems.length === 0) problems.push(...conflicts(zone, next, put));
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

/** What Route 53 takes in no zone; of the health check as in kubernetes-sigs/external-dns #2362. */
function refusals(record: RecordSet): readonly string[] {
  const { failover, healthCheckId, data, name } = record;
  if (data.kind !== 'alias' && failover === 'PRIMARY' && healthCheckId === undefined) {
    return ['A non-alias primary ResourceRecordSet must have an associated health check.'];
  }
  const problem = nameProblem(name);
  return problem === undefined ? refusedValues(record) : [`FATAL problem: ${problem} encountered with '${name}'`];
}

function findDuplicate(seen: Set<string>, { Action }: Change, record: RecordSet): string | undefined {
  const key = `${Action === 'DELETE' ? 'DELETE' : 'PUT'} ${identityOf(record)}`;
  if (seen.has(key)) {
    return `The request contains an invalid set of changes for a resource record set '${record.type} ${record.name}'`;
  }
  seen.add(key);
  return undefined;
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
