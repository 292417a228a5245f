import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { applyChanges, type Records } from '../../../../simulator/services/route53/change-batch';
import { identityOf, readRecordSet } from '../../../../simulator/services/route53/record-set';

const failover = (Failover: 'PRIMARY' | 'SECONDARY', HealthCheckId?: string): ResourceRecordSet => ({
  Name: 'app.example.com',
  Type: 'CNAME',
  TTL: 60,
  SetIdentifier: 'one',
  Failover,
  HealthCheckId,
  ResourceRecords: [{ Value: 'one.example.net' }],
});
const addressOf = (Type: 'A' | 'AAAA', Value: string): ResourceRecordSet => ({
  Name: 'app.example.com',
  Type,
  TTL: 60,
  ResourceRecords: [{ Value }],
});
const toCloudFront = (EvaluateTargetHealth: boolean): ResourceRecordSet => ({
  Name: 'www.example.com',
  Type: 'A',
  AliasTarget: { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: 'd1.cloudfront.net', EvaluateTargetHealth },
});

const ZONE = { id: 'Z1', name: 'example.com.' };
const simple = (Type: ResourceRecordSet['Type'], Value: string | readonly string[], Name = 'app.example.com') => ({
  Name,
  Type,
  TTL: 60,
  ResourceRecords: [Value].flat().map((each) => ({ Value: each })),
});
const withRecords = (...records: ResourceRecordSet[]): Records =>
  new Map(records.map((record) => readRecordSet(record)).map((record) => [identityOf(record), record]));
const APEX = [
  simple('NS', 'ns-1.awsdns-00.com.', 'example.com'),
  simple('SOA', 'ns-1.awsdns-00.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400', 'example.com'),
];
const OWN = withRecords(...APEX);

const change = (Action: Change['Action'], ResourceRecordSet: ResourceRecordSet) =>
  applyChanges(ZONE, OWN, [{ Action, ResourceRecordSet }]);

test.each<[string, ResourceRecordSet, string]>([
  [
    'a PRIMARY record without a health check',
    failover('PRIMARY'),
    '[A non-alias primary ResourceRecordSet must have an associated health check.]',
  ],
  [
    'a name as an IPv4 address',
    addressOf('A', 'not-an-ip'),
    "[Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'not-an-ip'']",
  ],
  [
    'an IPv4 address as an IPv6 address',
    addressOf('AAAA', '192.0.2.1'),
    "[Invalid Resource Record: 'FATAL problem: AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address) encountered with '192.0.2.1'']",
  ],
  [
    'an alias to CloudFront that evaluates its health',
    toCloudFront(true),
    'Invalid request: the alias www.example.com to CloudFront must have EvaluateTargetHealth false',
  ],
])('%s is refused', (_, record, message) => {
  for (const action of ['CREATE', 'UPSERT'] as const) expect(() => change(action, record)).toThrow(message);
});

test.each<[string, ResourceRecordSet]>([
  ['a PRIMARY record with a health check', failover('PRIMARY', 'check')],
  ['a SECONDARY record without one', failover('SECONDARY')],
  ['an IPv4 address as A', addressOf('A', '192.0.2.1')],
  ['an IPv6 address as AAAA', addressOf('AAAA', '2001:db8::1')],
  ['an alias to CloudFront that does not evaluate its health', toCloudFront(false)],
])('%s is taken', (_, record) => {
  expect(change('CREATE', record).size).toBe(OWN.size + 1);
});
