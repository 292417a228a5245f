import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultNames } from '../../../simulator/create-world';
import { Faults } from '../../../simulator/kernel/faults';
import { Random } from '../../../simulator/kernel/random';
import { readFaults } from '../../../simulator/kernel/read-faults';

const HOUR = 3_600_000;
const NAMES = faultNames(['us-east-1', 'us-west-2']);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zone-faults-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(content: unknown): string {
  const path = join(folder, 'faults.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('a fault of an availability zone', () => {
  it.each([
    [
      'a zone of a region that is another',
      [{ at: '1h', kind: 'partition', region: 'us-west-2', zone: 'us-east-1a' }],
      '0.zone is "us-east-1a": is in another region: leave region out',
    ],
    [
      'a zone that is no partition',
      [{ at: '1h', kind: 'drop', zone: 'us-east-1a' }],
      '0.zone is "us-east-1a": belongs',
    ],
    [
      'a zone of one service',
      [{ at: '1h', kind: 'partition', zone: 'us-east-1a', service: 'rds' }],
      '0.zone is "us-east-1a": a zone is lost as a whole: leave service and operation out',
    ],
  ])('names %s', (_, content, message) => {
    expect(() => readFaults(fileOf(content), NAMES)).toThrow(message);
  });

  it('refuses a zone that there is not, and says which there are', () => {
    const path = fileOf([{ at: '1h', kind: 'partition', zone: 'us-east-1z' }]);
    const message =
      '0.zone is "us-east-1z": there is no such availability zone here. Did you mean "us-east-1a"? Write us-east-1a, ';
    expect(() => readFaults(path, NAMES)).toThrow(`${path}:1: ${message}`);
  });

  it.each([{}, { for: '10m' }, { region: 'us-east-1' }])('takes a zone, which leaves every call alone: %j', (more) => {
    const rules = readFaults(fileOf([{ at: '1h', kind: 'partition', zone: 'us-east-1a', ...more }]), NAMES);
    const faults = new Faults(rules, 0, new Random(1));
    expect([faults.isZoneLost('us-east-1a', HOUR), faults.isZoneLost('us-east-1b', HOUR)]).toEqual([true, false]);
    expect(faults.isDark('us-east-1', HOUR)).toBe(false);
    expect(
      faults.match({ region: 'us-east-1', service: 'rds', operation: 'DescribeDBClusters' }, HOUR),
    ).toBeUndefined();
  });
});
