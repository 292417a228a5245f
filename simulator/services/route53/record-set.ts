import type { ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';

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

/** Of every alias to a CloudFront distribution (Route 53 API Reference, AliasTarget, HostedZoneId). */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/** Reads a record set of a request. @throws AwsError InvalidInput, or one that says what is not modelled */
export function readRecordSet(input: ResourceRecordSet): RecordSet {
  for (const field of ['Weight', 'Region', 'GeoLocation', 'MultiValueAnswer', 'CidrRoutingConfig'] as const) {
    if (input[field] !== undefined) throw notModelled(`A Route 53 record set with ${field}`);
  }
  if (input.GeoProximityLocation !== undefined || input.TrafficPolicyInstanceId !== undefined) {
    throw notModelled('A Route 53 record set with a geoproximity location or a traffic policy');
  }
  const { Name, Type } = input;
  if (!Name || Type === undefined)
    throw invalidInput('Invalid request: Missing field Name or Type in ResourceRecordSet');
  if ((input.Failover === undefined) !== (input.SetIdentifier === undefined)) {
    throw invalidInput(`Invalid request: Failover and SetIdentifier go together in the record set ${Name}`);
  }
  return {
    name: qualify(Name),
    type: Type,
    setIdentifier: input.SetIdentifier,
    failover: input.Failover,
    healthCheckId: input.HealthCheckId,
    data: readData(input),
  };
}

function readData({ Name, AliasTarget: alias, TTL, ResourceRecords, Failover }: ResourceRecordSet): RecordSet['data'] {
  if (alias === undefined) {
    const values = (ResourceRecords ?? []).map(({ Value }) => Value ?? '');
    if (TTL === undefined || values.length === 0) {
      throw invalidInput(`Invalid request: ${Name} needs TTL and ResourceRecords, or AliasTarget`);
    }
    return { kind: 'records', ttl: TTL, values };
  }
  if (TTL !== undefined || ResourceRecords !== undefined) {
    throw invalidInput(`Invalid request: ${Name} has AliasTarget: leave out TTL and ResourceRecords`);
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
  if (Failover !== undefined && !EvaluateTargetHealth) {
    throw invalidInput(`Invalid request: the failover alias ${Name} must have EvaluateTargetHealth true`);
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
