import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultNames } from '../../../simulator/create-world';
import { Faults } from '../../../simulator/kernel/faults';
import { Random } from '../../../simulator/kernel/random';
import { readFaults } from '../../../simulator/kernel/read-faults';
import { formatDuration, parseDuration } from '../../../simulator/kernel/virtual-duration';

const HOUR = 3_600_000;
const NAMES = faultNames(['us-east-1', 'us-west-2']);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(content: unknown): string {
  const path = join(folder, 'faults.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('readFaults', () => {
  it('reads a region going dark in one line', () => {
    const rules = readFaults(fileOf([{ at: '6h20m', region: 'us-east-1', kind: 'partition' }]), NAMES);
    const faults = new Faults(rules, 1000, new Random(1));
    const darkAt = 1000 + 6 * HOUR + 20 * 60_000;
    expect([darkAt - 1, darkAt, darkAt + 99 * HOUR].map((ms) => faults.isDark('us-east-1', ms))).toEqual([
      false,
      true,
      true,
    ]);
    expect(faults.isDark('us-west-2', darkAt)).toBe(false);
    expect(faults.report()).toEqual([{ at: '6h20m', region: 'us-east-1', kind: 'partition', callsMet: 0 }]);
  });

  it.each([
    [
      'a syntax error with its line',
      '[\n  {"at": "1h",\n  kind: "drop"}\n]',
      ':3: not valid JSON: kind is no JSON: write names and texts in double quotes',
    ],
    [
      'a time that is no offset',
      [{ at: '06:20', kind: 'drop' }],
      '0.at is "06:20": write a duration such as "6h20m" or "90s"',
    ],
    ['an unknown kind', [{ at: '1h', kind: 'explode' }], '0.kind is "explode": '],
    [
      'an unknown field',
      [{ at: '1h', kind: 'drop', when: 'now' }],
      '0.when is not a field: the fields of 0 are at, for, region',
    ],
    ['a probability out of range', [{ at: '1h', kind: 'drop', probability: 2 }], '0.probability is 2: '],
    ['a delay of no length', [{ at: '1h', kind: 'delay' }], '0.delaySeconds is missing: belongs to kind "delay"'],
    [
      'half a partition',
      [{ at: '1h', kind: 'partition', region: 'r', probability: 0.5 }],
      '0.probability is 0.5: a partition',
    ],
    ['no beginning', [{ kind: 'drop', service: 'rds' }], '0.at is missing: write a duration such as "6h20m" or "90s"'],
    [
      'a code that is none of a resolver',
      [{ at: '1h', kind: 'error', service: 'rds', code: 'Throttling' }],
      '0.code is "Throttling": belongs to service "dns" and kind "error": leave it out, or write one of ENODATA, ',
    ],
    [
      'a code of a service that is no resolver',
      [{ at: '1h', kind: 'error', service: 'rds', code: 'ESERVFAIL' }],
      '0.code is "ESERVFAIL": belongs to service "dns" and kind "error"',
    ],
    [
      'an unknown code of a resolver',
      [{ at: '1h', kind: 'error', service: 'dns', code: 'ESERV' }],
      '0.code is "ESERV": ',
    ],
    [
      'a resolver that throttles',
      [{ at: '1h', kind: 'throttle', service: 'dns' }],
      '0.kind is "throttle": a resolver does not throttle: write "drop", or "error" with a code such as "EREFUSED"',
    ],
    [
      'an unknown question to a resolver',
      [{ at: '1h', kind: 'error', service: 'dns', operation: 'queryCName2' }],
      'Did you mean "queryCname"? Write one of getaddrinfo, queryA, queryCname',
    ],
    ['a partition of nowhere', [{ at: '1h', kind: 'partition' }], '0.region is missing: a partition names the region'],
  ])('names %s', (_, content, message) => {
    const path = fileOf(content);
    expect(() => readFaults(path, NAMES)).toThrow(message);
    expect(() => readFaults(path, NAMES)).toThrow(path);
  });

  it.each([
    [
      'a service that is written otherwise',
      { service: 'dynamo' },
      '0.service is "dynamo": there is no such service here. Did you mean "dynamodb"? Write one of acm, apigateway, ',
    ],
    [
      'a service by its name in the AWS CLI',
      { service: 'stepfunctions' },
      '0.service is "stepfunctions": there is no such service here: write "states". The services are acm, ',
    ],
    [
      'a service by its name in CloudFormation',
      { service: 'apigatewayv2' },
      '0.service is "apigatewayv2": there is no such service here: write "apigateway". The services are acm, ',
    ],
    ['a region', { region: 'mars' }, '0.region is "mars": there is no such region here. Write us-east-1 or us-west-2'],
    [
      'a region that is written otherwise',
      { region: 'us-west2' },
      '0.region is "us-west2": there is no such region here. Did you mean "us-west-2"? Write us-east-1 or us-west-2',
    ],
    [
      'a region in which the service does not answer',
      { region: 'us-west-2', service: 'route53' },
      '0.region is "us-west-2": route53 answers in us-east-1 only. Write that, or leave region out',
    ],
    [
      'an operation that is written otherwise',
      { service: 'monitoring', operation: 'PutMetricDta' },
      '0.operation is "PutMetricDta": monitoring has no such operation. Did you mean "PutMetricData"? Write one of ',
    ],
    [
      'an operation of another service',
      { service: 's3', operation: 'PutMetricData' },
      '0.operation is "PutMetricData": s3 has no such operation: monitoring has it. Write one of CreateBucket, ',
    ],
    [
      'an operation of no service',
      { operation: 'invoke' },
      '0.operation is "invoke": no service has such an operation. Did you mean "Invoke"? Write the service as well',
    ],
  ])('refuses %s that there is not, and says which there are', (_, where, message) => {
    const path = fileOf([{ at: '1h', kind: 'error', ...where }]);
    expect(() => readFaults(path, NAMES)).toThrow(`${path}:1: ${message}`);
  });

  it('takes a service that CloudFormation alone calls', () => {
    const path = fileOf([{ at: '1h', kind: 'throttle', service: 'ec2', operation: 'CreateVpc', region: 'us-west-2' }]);
    expect(readFaults(path, NAMES)).toHaveLength(1);
  });

  it('refuses every unknown name of a fault at once', () => {
    const path = fileOf([{ at: '1h', kind: 'error', service: 'dynamo', region: 'mars' }]);
    expect(() => readFaults(path, NAMES)).toThrow(/0\.region is "mars": .*\n.*0\.service is "dynamo": /);
  });

  it('reads how a resolver fails', () => {
    const given = { at: '1h', for: '2m', service: 'dns', kind: 'error', code: 'ETIMEOUT' } as const;
    const faults = new Faults(readFaults(fileOf([given]), NAMES), 0, new Random(1));
    expect(faults.report()).toEqual([{ ...given, callsMet: 0 }]);
    expect(faults.changes()[0]?.detail).toBe('begins: error ETIMEOUT: dns in every region');
  });

  it('knows us-east-1 wherever the workload is: the global control planes answer there', () => {
    const path = fileOf([{ at: '1h', kind: 'partition', region: 'us-east-1' }]);
    expect(readFaults(path, faultNames(['eu-west-1', 'eu-central-1']))).toHaveLength(1);
  });

  it('names a file that is not there', () => {
    expect(() => readFaults(join(folder, 'none.json'), NAMES)).toThrow(
      'cannot be read: there is no such file. Write the path of a JSON file',
    );
  });
});

describe('match', () => {
  const target = { region: 'us-west-2', service: 'rds', operation: 'DescribeDBClusters' };
  const rule = { at: HOUR, for: HOUR, kind: 'throttle' as const, probability: 1 };

  it.each([
    ['every call', {}, true],
    ['the region', { region: 'us-west-2' }, true],
    ['another region', { region: 'us-east-1' }, false],
    ['the operation', { service: 'rds', operation: 'DescribeDBClusters' }, true],
    ['another operation', { service: 'rds', operation: 'CreateDBInstance' }, false],
    ['another service', { service: 'backup' }, false],
  ])('applies to %s while it lasts', (_, where, applies) => {
    const faults = new Faults([{ ...rule, ...where }], 0, new Random(1));
    const met = [HOUR - 1, HOUR, 2 * HOUR - 1, 2 * HOUR].map((ms) => faults.match(target, ms)?.kind === 'throttle');
    expect(met).toEqual([false, applies, applies, false]);
  });

  it('happens in its share of calls, the same ones for the same seed', () => {
    const draw = (seed: number) => {
      const faults = new Faults([{ ...rule, probability: 0.25 }], 0, new Random(seed));
      return Array.from({ length: 400 }, () => faults.match(target, HOUR) !== undefined);
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const share = draw(7).filter(Boolean).length / 400;
    expect(share).toBeGreaterThan(0.18);
    expect(share).toBeLessThan(0.32);
  });

  it('reports each fault as it was written, with the calls that it has met', () => {
    const path = fileOf([
      { at: '60m', kind: 'throttle', region: 'us-west-2', service: 'rds', probability: 0.25 },
      { at: '1h', for: '90m', kind: 'error', region: 'us-west-2' },
      { at: '1h', kind: 'error', service: 'backup' },
    ]);
    const faults = new Faults(readFaults(path, NAMES), 0, new Random(7));
    const met = Array.from({ length: 400 }, () => faults.match(target, HOUR));
    for (const fault of met) fault?.meet();
    const throttled = met.filter((fault) => fault?.kind === 'throttle').length;
    expect(faults.report()).toEqual([
      { at: '60m', kind: 'throttle', region: 'us-west-2', service: 'rds', probability: 0.25, callsMet: throttled },
      { at: '1h', for: '90m', kind: 'error', region: 'us-west-2', callsMet: 400 - throttled },
      { at: '1h', kind: 'error', service: 'backup', callsMet: 0 },
    ]);
    expect(throttled).toBeGreaterThan(0);
  });

  it('lists when faults begin and end', () => {
    const faults = new Faults([{ ...rule, region: 'us-west-2' }], 0, new Random(1));
    faults.addDarkness('us-east-1', 90 * 60_000);
    expect(faults.changes()).toEqual([
      { atMs: HOUR, detail: 'begins: throttle: every service in us-west-2' },
      { atMs: 1.5 * HOUR, detail: 'begins: partition: every service in us-east-1' },
      { atMs: 2 * HOUR, detail: 'ends: throttle: every service in us-west-2' },
    ]);
  });
});

describe('durations', () => {
  it.each([
    ['6h20m', 22_800_000],
    ['90s', 90_000],
    ['1d2h3m4.5s', 93_784_500],
    ['0s', 0],
  ])('%s means %d ms', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it('are written back in whole units', () => {
    expect([22_800_000, 90_000, 93_784_500, 0].map(formatDuration)).toEqual(['6h20m', '1m30s', '1d2h3m4.5s', '0s']);
  });

  it.each(['', '6', '20m6h', 'six hours', '-1h'])('"%s" means nothing', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
