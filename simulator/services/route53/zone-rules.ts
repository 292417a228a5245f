import { suffixOf } from './known-zones';
import type { RecordSet } from './record-set';

export interface ZoneIdentity {
  readonly id: string;
  /** With the dot at the end. */
  readonly name: string;
}

/**
 * What may not be in one zone together, of the record sets that a batch puts there. The texts are Route 53's, as users of
 * external-dns, kops and Terraform report them; those about failover sets are UNVERIFIED.
 */
export function conflicts(
  zone: ZoneIdentity,
  records: ReadonlyMap<string, RecordSet>,
  put: readonly RecordSet[],
): readonly string[] {
  const all = [...records.values()];
  return [
    ...put.flatMap((record) => {
      const problem =
        ofPlace(zone, record) ?? ofAlias(zone, all, record) ?? ofNamesakes(zone, sharing(all, record, put), record);
      return problem === undefined ? [] : [problem];
    }),
    ...ofApex(zone, all),
  ];
}

function ofPlace({ name }: ZoneIdentity, record: RecordSet): string | undefined {
  if (record.name !== name && !record.name.endsWith(`.${name}`)) {
    return `RRSet with DNS name ${record.name} is not permitted in zone ${name}`;
  }
  if (record.type === 'CNAME' && record.name === name) {
    return `RRSet of type CNAME with DNS name ${record.name} is not permitted at apex in zone ${name}`;
  }
  return undefined;
}

/** An alias leads into its own zone, or to a service whose zone is known here; what other zones hold is not looked up. */
function ofAlias(zone: ZoneIdentity, all: readonly RecordSet[], { type, data }: RecordSet): string | undefined {
  if (data.kind !== 'alias') return undefined;
  const { hostedZoneId, dnsName } = data;
  const suffix = hostedZoneId === zone.id ? zone.name : suffixOf(hostedZoneId);
  const tried = `Tried to create an alias that targets ${dnsName}, type ${type} in zone ${hostedZoneId}`;
  if (suffix !== '' && !`.${dnsName}`.endsWith(`.${suffix}`))
    return `${tried}, but the alias target name does not lie within the target zone`;
  if (hostedZoneId !== zone.id || all.some((each) => each.name === dnsName && each.type === type)) return undefined;
  return `${tried}, but that target was not found`;
}

/** Those of the same name: of two that a batch puts there, the one that comes later meets the other. */
function sharing(all: readonly RecordSet[], record: RecordSet, put: readonly RecordSet[]): readonly RecordSet[] {
  const later = new Set(put.slice(put.indexOf(record) + 1));
  return all.filter((other) => other !== record && other.name === record.name && !later.has(other));
}

function ofNamesakes(
  { name: zone }: ZoneIdentity,
  others: readonly RecordSet[],
  record: RecordSet,
): string | undefined {
  const { name, type, setIdentifier, failover } = record;
  if (type === 'CNAME' && others.some((other) => other.type !== 'CNAME')) {
    return `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone}`;
  }
  if (type !== 'CNAME' && others.some((other) => other.type === 'CNAME')) {
    return `RRSet of type ${type} with DNS name ${name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone}`;
  }
  const same = others.filter((other) => other.type === type);
  if (failover === undefined) {
    return same.length === 0
      ? undefined
      : `RRSet with DNS name ${name}, type ${type} cannot be created as other RRSets exist with the same name and type.`;
  }
  const created = `RRSet with DNS name ${name}, type ${type}, SetIdentifier ${setIdentifier} cannot be created as`;
  if (same.some((other) => other.failover === undefined)) {
    return `${created} a non-failover set exists with the same name and type.`;
  }
  return same.some((other) => other.failover === failover)
    ? `${created} another ${failover} failover set exists with the same name and type.`
    : undefined;
}

/** Route 53 API Reference, ChangeResourceRecordSets: the SOA record and the NS record of the zone itself stay. */
function ofApex({ name }: ZoneIdentity, all: readonly RecordSet[]): readonly string[] {
  const has = (type: string): boolean => all.some((record) => record.type === type && record.name === name);
  return [
    ...(has('SOA') ? [] : ['A HostedZone must contain exactly one SOA record.']),
    ...(has('NS') ? [] : ['A HostedZone must contain at least one NS record for the zone itself.']),
  ];
}
