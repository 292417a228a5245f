import type { Change, ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import { applyChanges, type Records } from '../../../../simulator/services/route53/change-batch';
import { identityOf, readRecordSet } from '../../../../simulator/services/route53/record-set';

const ZONE = { id: 'Z1', name: 'example.com.' };

const simple = (Type: RRType, Value: string | readonly string[], Name = 'app.example.com'): ResourceRecordSet => ({
  Name,
  Type,
  TTL: 60,
  ResourceRecords: [Value].flat().map((each) => ({ Value: each })),
});
const failover = (Failover: 'PRIMARY' | 'SECONDARY', SetIdentifier: string): ResourceRecordSet => ({
  ...simple('A', '192.0.2.1'),
  Failover,
  SetIdentifier,
  HealthCheckId: 'check',
});
const alias = (HostedZoneId: string, DNSName: string, Type: RRType = 'A'): ResourceRecordSet => ({
  Name: 'app.example.com',
  Type,
  AliasTarget: { HostedZoneId, DNSName, EvaluateTargetHealth: false },
});

function zoneWith(...records: ResourceRecordSet[]): Records {
  const apex = [
    simple('NS', 'ns-1.awsdns-00.com.', 'example.com'),
    simple('SOA', 'ns-1.awsdns-00.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400', 'example.com'),
  ];
  return new Map([...apex, ...records].map((each) => readRecordSet(each)).map((each) => [identityOf(each), each]));
}

const put =
  (zone: Records, ...records: ResourceRecordSet[]) =>
  () =>
    applyChanges(
      ZONE,
      zone,
      records.map((ResourceRecordSet): Change => ({ Action: 'CREATE', ResourceRecordSet })),
    );
const remove = (zone: Records, record: ResourceRecordSet) => () =>
  applyChanges(ZONE, zone, [{ Action: 'DELETE', ResourceRecordSet: record }]);

describe('values', () => {
  test.each<[RRType, string | readonly string[], string]>([
    ['A', '192.0.2.1 192.0.2.2', 'ARRDATANotSingleField (Value contains spaces)'],
    ['A', ['192.0.2.1', '192.0.2.1'], "Duplicate Resource Record: '192.0.2.1'"],
    ['CNAME', ['a.example.net', 'b.example.net'], 'a CNAME record has one value'],
    ['CNAME', 'a b', 'UnsupportedCharacter'],
    ['CNAME', 'a..example.net', 'DomainLabelEmpty (Domain label is empty)'],
    ['CNAME', `${'a'.repeat(64)}.example.net`, 'DomainLabelTooLong (Domain label is too long)'],
    ['MX', 'mail.example.net', "MXRRDATANotTwoFields (MX record doesn't have 2 fields)"],
    ['MX', '65536 mail.example.net', 'MXRRDATAIllegalPriority'],
    ['TXT', 'v=spf1 -all', 'InvalidCharacterString (Value should be enclosed in quotation marks)'],
    ['TXT', '""v=spf1 -all""', 'InvalidCharacterString (Value should be enclosed in quotation marks)'],
    ['TXT', `"${'a'.repeat(256)}"`, 'CharacterStringTooLong (Value is too long)'],
    ['SRV', '1 10 5269', 'SRVRRDATANotFourFields'],
    ['SRV', '1 10 99999 xmpp.example.net', 'SRVRRDATAIllegalNumber'],
    ['CAA', '0 issue', 'CAARRDATANotThreeFields'],
  ])('%s %j is refused', (type, value, problem) => {
    expect(put(zoneWith(), simple(type, value))).toThrow(problem);
  });

  test.each<[RRType, string | readonly string[]]>([
    ['A', ['192.0.2.1', '192.0.2.2']],
    ['CNAME', 'a.example.net.'],
    ['CNAME', `${'a'.repeat(63)}.example.net`],
    ['CNAME', '_x1.acm-validations.aws.'],
    ['MX', '0 mail.example.net'],
    ['MX', ['10 mail.example.net', '20 mail2.example.net']],
    ['TXT', '"v=spf1 -all"'],
    ['TXT', `"${'a'.repeat(255)}" "b"`],
    ['TXT', '"say \\"hello\\""'],
    ['SRV', '1 10 5269 xmpp.example.net'],
    ['CAA', '0 issue "caa.example.net"'],
    ['NS', ['ns1.example.net', 'ns2.example.net']],
  ])('%s %j is taken', (type, value) => {
    expect(put(zoneWith(), simple(type, value))).not.toThrow();
  });
});

describe('a record set', () => {
  const A = simple('A', '192.0.2.1');
  const where = 'in Change with [Action=CREATE, Name=app.example.com, Type=A, SetIdentifier=';

  test.each<[string, ResourceRecordSet, string]>([
    ['without TTL', { ...A, TTL: undefined }, `but found none ${where}null]`],
    ['without values', { ...A, ResourceRecords: undefined }, `but found none ${where}null]`],
    ['with values and an alias', { ...A, ...alias('Z2', 'x.example.net') }, `but found more than one ${where}null]`],
    ['with a TTL and an alias', { ...alias('Z2', 'x.example.net'), TTL: 60 }, `but found more than one ${where}null]`],
    ['with a TTL below 0', { ...A, TTL: -1 }, 'TTL is a number from 0'],
    [
      'of failover without SetIdentifier',
      { ...A, Failover: 'SECONDARY' },
      `Missing field 'SetIdentifier' ${where}null]`,
    ],
    ['with a SetIdentifier alone', { ...A, SetIdentifier: 'one' }, 'Expected exactly one of [Weight, Region'],
    [
      'of another zone',
      { ...A, Name: 'app.example.org' },
      'RRSet with DNS name app.example.org. is not permitted in zone example.com.',
    ],
    ['of a zone whose name ends alike', { ...A, Name: 'myexample.com' }, 'is not permitted in zone example.com.'],
    [
      'CNAME at the apex',
      simple('CNAME', 'a.example.net', 'example.com'),
      'is not permitted at apex in zone example.com.',
    ],
    ['with an empty label', { ...A, Name: 'a..example.com' }, 'DomainLabelEmpty'],
    [
      'an alias out of its own zone',
      alias('Z1', 'x.example.org'),
      'but the alias target name does not lie within the target zone',
    ],
    ['an alias to nothing in its zone', alias('Z1', 'x.example.com'), 'but that target was not found'],
    [
      'an alias to CloudFront by another name',
      alias('Z2FDTNDATAQYW2', 'x.example.net'),
      'does not lie within the target zone',
    ],
  ])('%s is refused', (_, record, problem) => {
    expect(put(zoneWith(), record)).toThrow(problem);
  });

  test.each<[string, ResourceRecordSet]>([
    ['with a TTL of 0', { ...A, TTL: 0 }],
    ['at the apex', { ...A, Name: 'example.com' }],
    ['with a wildcard', { ...A, Name: '*.example.com' }],
    ['an alias to CloudFront', alias('Z2FDTNDATAQYW2', 'd1.cloudfront.net')],
    [
      'a failover alias whose target is not evaluated',
      { ...alias('Z9', 'x.example.net'), Failover: 'PRIMARY', SetIdentifier: 'one' },
    ],
    ['an alias into a zone that is not known here', alias('Z9', 'x.elb.amazonaws.com')],
  ])('%s is taken', (_, record) => {
    expect(put(zoneWith(), record)).not.toThrow();
  });
});

describe('beside others of its name', () => {
  const A = simple('A', '192.0.2.1');
  const CNAME = simple('CNAME', 'a.example.net');
  const type = 'RRSet with DNS name app.example.com., type A';

  test.each<[string, Records, readonly ResourceRecordSet[], string]>([
    ['a CNAME beside an A', zoneWith(A), [CNAME], 'it conflicts with other records with the same DNS name'],
    [
      'an A beside a CNAME',
      zoneWith(CNAME),
      [A],
      'because a conflicting RRSet of type CNAME with the same DNS name already exists',
    ],
    ['both in one batch', zoneWith(), [A, CNAME], 'it conflicts with other records with the same DNS name'],
    [
      'one of failover beside a simple one',
      zoneWith(A),
      [failover('PRIMARY', 'one')],
      'a non-failover set exists with the same name and type.',
    ],
    [
      'a simple one beside one of failover',
      zoneWith(failover('PRIMARY', 'one')),
      [A],
      `${type} cannot be created as other RRSets exist`,
    ],
    [
      'a second PRIMARY',
      zoneWith(failover('PRIMARY', 'one')),
      [failover('PRIMARY', 'two')],
      'another PRIMARY failover set exists',
    ],
    ['the same twice', zoneWith(), [A, A], 'The request contains an invalid set of changes'],
    ['what is there', zoneWith(A), [A], 'but it already exists'],
  ])('%s is refused', (_, zone, records, problem) => {
    expect(put(zone, ...records)).toThrow(problem);
  });

  test.each<[string, Records, readonly ResourceRecordSet[]]>([
    ['a TXT beside an A', zoneWith(A), [simple('TXT', '"x"')]],
    ['a CNAME beside an A of another name', zoneWith(A), [simple('CNAME', 'a.example.net', 'www.example.com')]],
    ['a PRIMARY and a SECONDARY', zoneWith(), [failover('PRIMARY', 'one'), failover('SECONDARY', 'two')]],
    ['a SECONDARY alone', zoneWith(), [failover('SECONDARY', 'two')]],
    [
      'an alias to a record of the same batch',
      zoneWith(),
      [alias('Z1', 'x.example.com'), simple('A', '192.0.2.9', 'x.example.com')],
    ],
  ])('%s is taken', (_, zone, records) => {
    expect(put(zone, ...records)).not.toThrow();
  });

  test('an A takes the place of a CNAME in one batch', () => {
    const changes: Change[] = [
      { Action: 'DELETE', ResourceRecordSet: CNAME },
      { Action: 'CREATE', ResourceRecordSet: A },
    ];
    expect(() => applyChanges(ZONE, zoneWith(CNAME), changes)).not.toThrow();
  });
});

describe('a deletion', () => {
  const A = simple('A', ['192.0.2.1', '192.0.2.2']);

  test('names what is there, value by value', () => {
    expect(remove(zoneWith(A), { ...A, TTL: 61 })).toThrow('but the values provided do not match the current values');
    expect(remove(zoneWith(A), simple('A', '192.0.2.1'))).toThrow('do not match the current values');
    expect(remove(zoneWith(), A)).toThrow('but it was not found');
    expect(remove(zoneWith(A), simple('A', ['192.0.2.2', '192.0.2.1']))).not.toThrow();
  });

  test("does not take a zone's own records", () => {
    const zone = zoneWith();
    expect(remove(zone, simple('NS', 'ns-1.awsdns-00.com.', 'example.com'))).toThrow('at least one NS record');
    const soa = 'ns-1.awsdns-00.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400';
    expect(remove(zone, simple('SOA', soa, 'example.com'))).toThrow('exactly one SOA record');
  });
});
