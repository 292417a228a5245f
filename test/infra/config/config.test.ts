import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../../infra/config/config-error';
import { loadConfig, parseConfig } from '../../../infra/config/parse';
import { namesOf, tagsOf } from '../../../infra/names';

const EXISTING = {
  kind: 'existing',
  clusterArn: 'arn:aws:rds:us-east-1:111111111111:cluster:orders',
  secretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:rds!cluster-1',
  keyArn: 'arn:aws:kms:us-east-1:111111111111:key/1',
  activationTemplate: 'orders.template.json',
  activationPermissions: [{ actions: ['lambda:CreateFunction'], resources: ['*'] }],
  healthPaths: ['/status'],
};

function complaintAbout(overrides: unknown): string {
  try {
    parseConfig(overrides);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no complaint';
}

test('without overrides it is the reference workload', () => {
  const config = parseConfig({});
  expect(config).toMatchObject({ primaryRegion: 'us-east-1', standbyRegion: 'us-west-2', account: '111111111111' });
  expect(tagsOf(config)).toEqual({
    'disaster-recovery:strategy': 'pilot-light',
    'disaster-recovery:rto': '4h',
    'disaster-recovery:rpo': '1h',
    'backup:automated': 'true',
    'backup:retention-days': '7',
  });
});

test('a part of a section may be given; the rest keeps its defaults', () => {
  const config = parseConfig({ cluster: { maxCapacity: 32 } });
  expect(config.cluster).toMatchObject({ minCapacity: 0.5, maxCapacity: 32, engineVersion: '17.9' });
});

test('names carry the workload, and buckets the account and region too', () => {
  const names = namesOf(parseConfig({ name: 'shop', account: '222222222222', standbyRegion: 'eu-west-1' }));
  expect(names.evidenceBucket).toBe('shop-evidence-222222222222-eu-west-1');
  expect(names.workloadRoleArn).toBe('arn:aws:iam::222222222222:role/shop-workload-eu-west-1');
  expect(names.primaryClusterArn).toBe('arn:aws:rds:us-east-1:222222222222:cluster:shop-primary');
});

test.each([
  ['the same region twice', { standbyRegion: 'us-east-1' }, /standbyRegion: write another region than primaryRegion/],
  [
    'an availability zone for a region',
    { primaryRegion: 'us-east-1a' },
    /primaryRegion: write the name of an AWS region/,
  ],
  ['an account that is a number', { account: 111_111_111_111 }, /account: write the 12 digits/],
  ['an account of 11 digits', { account: '11111111111' }, /account: write the 12 digits/],
  ['a name in capitals', { name: 'PilotLight' }, /name: write lower-case letters/],
  ['a name that is too long', { name: 'a-very-long-workload-name' }, /name: write 20 characters or fewer/],
  ['an objective below the schedule', { objectives: { rpoMinutes: 30 } }, /objectives.rpoMinutes: write 60 or more/],
  [
    'an objective below a daily schedule',
    { backup: { schedule: 'cron(0 3 * * ? *)' } },
    /objectives.rpoMinutes: write 1440 or more/,
  ],
  ['a schedule that is no cron', { backup: { schedule: 'rate(1 hour)' } }, /backup.schedule: write a cron expression/],
  [
    'two backups an hour',
    { backup: { schedule: 'cron(0,30 * * * ? *)' } },
    /backup.schedule: .*at most one run an hour/,
  ],
  [
    'a start window below an hour',
    { backup: { startWindowMinutes: 30 } },
    /backup.startWindowMinutes: write a whole number of minutes from 60/,
  ],
  [
    'a public name outside the zone',
    { traffic: { publicName: 'app.example.org' } },
    /traffic.publicName: write a name in the zone "example.com"/,
  ],
  [
    'a zone that holds none of the names',
    { zone: { name: 'example.org' } },
    /traffic.standbyName: write a name in the zone/,
  ],
  ['one name for two things', { traffic: { primaryName: 'app.example.com' } }, /traffic: write three different names/],
  [
    'an engine that is not offered',
    { workload: { kind: 'reference', cache: { engine: 'memcached' } } },
    /workload.cache.engine: write "valkey", "redis" or "none"/,
  ],
  [
    'a cache of no size',
    { workload: { kind: 'reference', cache: { maxDataGigabytes: 0 } } },
    /workload.cache.maxDataGigabytes: write a whole number of gigabytes/,
  ],
  [
    'a limit that ElastiCache refuses',
    { workload: { kind: 'reference', cache: { maxEcpuPerSecond: 100 } } },
    /workload.cache.maxEcpuPerSecond: write a whole number of ECPUs a second from 1000/,
  ],
  [
    'a frontend outside the zone',
    { workload: { kind: 'reference', frontend: { publicName: 'www.example.org' } } },
    /workload.frontend.publicName: write a name in the zone "example.com", change zone.name, or write false for workload.frontend.cdn/,
  ],
  [
    'one name for API and frontend',
    { workload: { kind: 'reference', frontend: { publicName: 'app.example.com' } } },
    /workload.frontend.publicName: write another name than those of the API/,
  ],
  ['an id with its path', { zone: { id: '/hostedzone/Z1234' } }, /zone.id: write the id of the hosted zone/],
  ['an unknown mode', { traffic: { mode: 'manual' } }, /traffic.mode: write "healthCheck" or "records"/],
  ['no address', { notifications: { emails: [] } }, /notifications.emails: write at least one address/],
  [
    'an address that is none',
    { notifications: { emails: ['oncall'] } },
    /notifications.emails.0: write an e-mail address/,
  ],
  [
    'capacity upside down',
    { cluster: { minCapacity: 16 } },
    /cluster.minCapacity: write at most cluster.maxCapacity, which is 8/,
  ],
  ['a third of an ACU', { cluster: { minCapacity: 0.3 } }, /cluster.minCapacity: write a number of ACUs/],
  [
    'a version that is none',
    { cluster: { engineVersion: 'latest' } },
    /cluster.engineVersion: write an Aurora PostgreSQL version/,
  ],
  ['one zone twice', { network: { zones: ['a', 'a'] } }, /network.zones: write two different letters/],
  ['one network twice', { network: { standbyCidr: '10.0.0.0/16' } }, /network.standbyCidr: write another range/],
  [
    'no check of the public name',
    { recovery: { smokeChecks: [{ kind: 'http', suite: 'standby', name: 'up', url: 'https://app.example.com/' }] } },
    /recovery.smokeChecks: write at least one check with the suite "public"/,
  ],
  ['a field that does not exist', { cluster: { size: 2 } }, /cluster: remove "size": no such field/],
  ['no object', 'us-east-1', /\(top level\): /],
  [
    'a cluster of another region than the primary',
    { workload: { ...EXISTING, clusterArn: 'arn:aws:rds:us-west-2:111111111111:cluster:orders' } },
    /workload.clusterArn: write the ARN of what is in primaryRegion "us-east-1"/,
  ],
  ['a workload without a template', { workload: { kind: 'existing' } }, /workload.activationTemplate: write the path/],
  ['a workload of no kind', { workload: { kind: 'other' } }, /workload.kind: write {"kind": "reference"}/],
  [
    'a workload whose health nobody asks for',
    { workload: { ...EXISTING, healthPaths: [] } },
    /workload.healthPaths: write at least one path/,
  ],
  [
    'our cache beside a workload that has its own',
    { workload: { ...EXISTING, cache: { engine: 'valkey' } } },
    /workload.cache: remove it: only the reference workload has it; what yours needs goes into its activation template/,
  ],
  [
    'our distribution beside a workload that has its own',
    { workload: { ...EXISTING, frontend: { bucketName: 'orders-web', keys: ['index.html'], cdn: true } } },
    /workload.frontend.cdn: remove it: only the reference workload has it/,
  ],
  ['a standby between cold and warm', { standby: 'lukewarm' }, /standby: write "pilot-light" or "warm"/],
  [
    'accelerated recovery of a zone that others made',
    { zone: { acceleratedRecovery: true } },
    /zone.acceleratedRecovery: write true for zone.create.*update-hosted-zone-features/,
  ],
  [
    'a zone that does not contain the record',
    { zone: { name: 'example.org' }, workload: { kind: 'reference', frontend: { cdn: false } } },
    /traffic.publicName: write a name in the zone "example.org"/,
  ],
  ['a database that is recovered in no known way', { database: 'aurora' }, /database: write "snapshot" or "global"/],
  [
    'an instance of a replica that there is not',
    { cluster: { replica: 'instance' } },
    /cluster.replica: write "headless", or "global" for database/,
  ],
  [
    'a global database whose password RDS would manage',
    { database: 'global', workload: EXISTING },
    /workload.secretArn: write the ARN of a secret of your own that Secrets Manager replicates/,
  ],
  [
    'an endpoint for records that heed none',
    { traffic: { mode: 'records', switch: 'endpoint' } },
    /traffic.switch: write "metric", or "healthCheck" for traffic.mode/,
  ],
])('refuses %s and says what to write', (_, overrides, complaint) => {
  expect(complaintAbout(overrides)).toMatch(complaint);
});

test.each([
  ['cache', { cache: { engine: 'none' } }, 'workload.cache'],
  ['frontend', { frontend: { cdn: false } }, 'workload.frontend'],
  ['alarms', { alarms: { api5xxPercent: 1 } }, 'workload.alarms'],
  ['network.primaryCidr', { network: { primaryCidr: '10.2.0.0/16' } }, 'workload.cidr'],
])('%s at its old place is answered with its new one', (field, overrides, target) => {
  expect(complaintAbout(overrides)).toBe(
    `Cannot use the configuration:\n  ${field}: write it as ${target}, beside "kind": "reference", or leave it out: only the reference workload has it`,
  );
});

test('what was moved is named one by one, beside what is wrong otherwise', () => {
  const complaint = complaintAbout({ account: '1', cache: {}, alarms: {}, colour: 'red' });
  expect(complaint.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
    'Cannot use the configuration',
    'account',
    'cache',
    'alarms',
    '(top level)',
  ]);
});

test('beside a workload that runs already nothing is made, or looked for, that only the reference workload has', () => {
  const config = parseConfig({ workload: EXISTING, validation: { rowsWithinPercent: 10 } });
  expect(config).toMatchObject({
    validation: { heartbeat: null, checks: [], rowsWithinPercent: 10 },
  });
  expect(namesOf(config)).toMatchObject({ primaryCluster: 'orders', primaryClusterArn: EXISTING.clusterArn });
});

test('the password of a global database is the one that the workload has already, by its name in both regions', () => {
  const secretArn = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/database-a1B2c3';
  const config = parseConfig({ database: 'global', workload: { ...EXISTING, secretArn } });
  expect(namesOf(config).databaseSecret).toBe('orders/database');
  expect(namesOf(parseConfig({})).databaseSecret).toBe('pilot-light/database');
});

test('names every wrong field at once', () => {
  const complaint = complaintAbout({ account: '1', backup: { retentionDays: 0 } });
  expect(complaint).toMatch(/account: /);
  expect(complaint).toMatch(/backup.retentionDays: /);
});

describe('a configuration file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pilot-light-config-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const file = (name: string, content: string) => {
    writeFileSync(join(directory, name), content);
    return join(directory, name);
  };

  test('is laid over the defaults', () => {
    expect(loadConfig(file('good.json', '{"name": "shop"}')).name).toBe('shop');
  });
  test('that is missing is named', () => {
    expect(() => loadConfig(join(directory, 'none.json'))).toThrow(/none\.json: write the path of a JSON file/);
  });
  test('that is not JSON is named', () => {
    expect(() => loadConfig(file('bad.json', '{name: 1}'))).toThrow(/bad\.json is not JSON/);
  });
});
