import type { ChangeAction, ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';
import { CLOUDFRONT_ZONE } from './known-zones';

/** A record set in the form in which Route 53 keeps it: names in lower case, with the dot at the end. */
export interface RecordSet {
  readonly name: string;
  readonly type: RRType;
  readonly setIdentifier: string | undefined;
  readonly failover: 'PRIMARY' | 'SECONDARY' | undefined;
  readonly healthCheckId: string | undefined;
  readonly data:
    | { readonly kind: 'records'; readonly ttl: number; readonly values: readonly string[] }
    | {
        readonly kind: 'alias';
        readonly hostedZoneId: string;
        readonly dnsName: string;
        readonly evaluateTargetHealth: boolean;
      };
}

/**
 * Reads a record set of a request. The texts of what is missing are Route 53's (hashicorp/terraform-provider-aws, of an A
 * record without values; getmoto/moto, recorded); of a SetIdentifier that nothing needs it is UNVERIFIED.
 * @throws AwsError InvalidInput, or one that says what is not modelled
 */
export function readRecordSet(input: ResourceRecordSet, action: ChangeAction = 'CREATE'): RecordSet {
  for (const field of ['Weight', 'Region', 'GeoLocation', 'MultiValueAnswer', 'CidrRoutingConfig'] as const) {
    if (input[field] !== undefined) throw notModelled(`A Route 53 record set with ${field}`);
  }
  if (input.GeoProximityLocation !== undefined || input.TrafficPolicyInstanceId !== undefined) {
    throw notModelled('A Route 53 record set with a geoproximity location or a traffic policy');
  }
  const { Name, Type } = input;
  if (!Name || Type === undefined)
    throw invalidInput('Invalid request: Missing field Name or Type in ResourceRecordSet');
  const where = `in Change with [Action=${action}, Name=${Name}, Type=${Type}, SetIdentifier=${input.SetIdentifier ?? 'null'}]`;
  if (input.Failover !== undefined && input.SetIdentifier === undefined) {
    throw invalidInput(`Invalid request: Missing field 'SetIdentifier' ${where}`);
  }
  if (input.SetIdentifier !== undefined && input.Failover === undefined) {
    throw invalidInput(`Invalid request: Expected exactly one of ${ROUTING}, but found none ${where}`);
  }
  const { length } = input.SetIdentifier ?? 'none';
  if (length < 1 || length > 128) throw invalidInput('Invalid request: SetIdentifier has 1 to 128 characters');
  return {
    name: qualify(Name),
    type: Type,
    setIdentifier: input.SetIdentifier,
    failover: input.Failover,
    healthCheckId: input.HealthCheckId,
    data: readData(input, where),
  };
}

/** Route 53 API Reference, ResourceRecordSet. */
const ROUTING = '[Weight, Region, GeoLocation, GeoProximityLocation, Failover, MultiValueAnswer, or CidrRoutingConfig]';
const CONTENT = '[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]';
const MOST_SECONDS = 2_147_483_647;

function readData(
  { Name, AliasTarget: alias, TTL, ResourceRecords }: ResourceRecordSet,
  where: string,
): RecordSet['data'] {
  if (alias === undefined) {
    const values = (ResourceRecords ?? []).map(({ Value }) => Value ?? '');
    if (TTL === undefined || values.length === 0) {
      throw invalidInput(`Invalid request: Expected exactly one of ${CONTENT}, but found none ${where}`);
    }
    if (!Number.isInteger(TTL) || TTL < 0 || TTL > MOST_SECONDS) {
      throw invalidInput(`Invalid request: TTL is a number from 0 to ${MOST_SECONDS} ${where}`);
    }
    return { kind: 'records', ttl: TTL, values };
  }
  if (TTL !== undefined || ResourceRecords !== undefined) {
    throw invalidInput(`Invalid request: Expected exactly one of ${CONTENT}, but found more than one ${where}`);
  }
  const { HostedZoneId, DNSName, EvaluateTargetHealth } = alias;
  if (!HostedZoneId || !DNSName || EvaluateTargetHealth === undefined) {
    throw invalidInput(`Invalid request: the AliasTarget of ${Name} needs HostedZoneId, DNSName, EvaluateTargetHealth`);
  }
  // "You can't set EvaluateTargetHealth to true when the alias target is a CloudFront distribution" (Route 53 API Reference,
  // AliasTarget); the text of its answer is UNVERIFIED.
  if (bareId(HostedZoneId) === CLOUDFRONT_ZONE && EvaluateTargetHealth) {
    throw invalidInput(`Invalid request: the alias ${Name} to CloudFront must have EvaluateTargetHealth false`);
  }
  return {
    kind: 'alias',
    hostedZoneId: bareId(HostedZoneId),
    dnsName: qualify(DNSName),
    evaluateTargetHealth: EvaluateTargetHealth,
  };
}

/** As the API shows it. */
export function describeRecordSet(record: RecordSet): ResourceRecordSet {
  const { data } = record;
  return {
    Name: record.name,
    Type: record.type,
    SetIdentifier: record.setIdentifier,
    Failover: record.failover,
    HealthCheckId: record.healthCheckId,
    ...(data.kind === 'records'
      ? { TTL: data.ttl, ResourceRecords: data.values.map((Value) => ({ Value })) }
      : {
          AliasTarget: {
            HostedZoneId: data.hostedZoneId,
            DNSName: data.dnsName,
            EvaluateTargetHealth: data.evaluateTargetHealth,
          },
        }),
  };
}

/** What makes a record set the same one as another. */
export function identityOf({ name, type, setIdentifier }: RecordSet): string {
  return `${name}|${type}|${setIdentifier ?? ''}`;
}

/** `App.Example.com` is `app.example.com.`. */
export function qualify(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower : `${lower}.`;
}

/** `/hostedzone/Z1` is `Z1`, `/change/C1` is `C1`: the API takes both forms. */
export function bareId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInput', message);
}
