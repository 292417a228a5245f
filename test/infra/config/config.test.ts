import { parseConfig } from '../../../infra/config/parse';
import { namesOf, tagsOf } from '../../../infra/names';
import { complaintAbout } from './complaint';

const EXISTING = {
  kind: 'existing',
  clusterArn: 'arn:aws:rds:us-east-1:111111111111:cluster:orders',
  secretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:rds!cluster-1',
  standbySecretArn: 'arn:aws:secretsmanager:us-west-2:111111111111:secret:orders/restored-Kx7wQz',
  keyArn: 'arn:aws:kms:us-east-1:111111111111:key/1',
  activationTemplate: 'orders.template.json',
  activationPermissions: [{ actions: ['lambda:CreateFunction'], resources: ['*'] }],
  healthPaths: ['/status'],
};

test('without overrides it is the reference workload', () => {
  const config = parseConfig({});
  expect(config).toMatchObject({ primaryRegion: 'us-east-1', standbyRegion: 'us-west-2', account: '111111111111' });
  expect(tagsOf(config)).toEqual({
    'disaster-recovery:strategy': 'pilot-light',
    'disaster-recovery:rto': '4h',
    'disaster-recovery:rpo': '1h',
    'backup:automated': 'true',
    'backup:retention-days': '35',
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
  [
    'the same region twice',
    { standbyRegion: 'us-east-1' },
    /standbyRegion is "us-east-1": write another region than primaryRegion/,
  ],
  [
    'an availability zone for a region',
    { primaryRegion: 'us-east-1a' },
    /primaryRegion is "us-east-1a": write the name of an AWS region/,
  ],
  ['an account that is a number', { account: 111_111_111_111 }, /account is 111111111111: write the 12 digits/],
  ['an account of 11 digits', { account: '11111111111' }, /account is "11111111111": write the 12 digits/],
  ['a name in capitals', { name: 'PilotLight' }, /name is "PilotLight": write lower-case letters/],
  [
    'a name that is too long',
    { name: 'a-very-long-workload-name' },
    /name is "a-very-long-workload-name": write 20 characters or fewer/,
  ],
  [
    'an objective below the schedule',
    { objectives: { rpoMinutes: 30 } },
    /objectives.rpoMinutes is 30: write 60 or more/,
  ],
  [
    'an objective below a daily schedule',
    { backup: { schedule: 'cron(0 3 * * ? *)' } },
    /objectives.rpoMinutes is 60 by default: write 1440 or more/,
  ],
  [
    'a schedule that is no cron',
    { backup: { schedule: 'rate(1 hour)' } },
    /backup.schedule is "rate\(1 hour\)": write a cron expression/,
  ],
  [
    'two backups an hour',
    { backup: { schedule: 'cron(0,30 * * * ? *)' } },
    /backup.schedule is "cron\(0,30 \* \* \* \? \*\)": .*at most one run an hour/,
  ],
  [
    'a start window below an hour',
    { backup: { startWindowMinutes: 30 } },
    /backup.startWindowMinutes is 30: write a whole number of minutes from 60/,
  ],
  [
    'a public name outside the zone',
    { traffic: { publicName: 'app.example.org' } },
    /traffic.publicName is "app\.example\.org": write a name in the zone "example.com"/,
  ],
  [
    'a zone that holds none of the names',
    { zone: { name: 'example.org' } },
    /traffic.standbyName is "api-standby.example.com" by default: write a name in the zone/,
  ],
  [
    'one name for two things',
    { traffic: { primaryName: 'app.example.com' } },
    /traffic is \{"primaryName":"app\.example\.com"\}: write three different names/,
  ],
  [
    'an engine that is not offered',
    { workload: { kind: 'reference', cache: { engine: 'memcached' } } },
    /workload.cache.engine is "memcached": write "valkey", "redis" or "none"/,
  ],
  [
    'a cache of no size',
    { workload: { kind: 'reference', cache: { maxDataGigabytes: 0 } } },
    /workload.cache.maxDataGigabytes is 0: write a whole number of gigabytes/,
  ],
  [
    'a limit that ElastiCache refuses',
    { workload: { kind: 'reference', cache: { maxEcpuPerSecond: 100 } } },
    /workload.cache.maxEcpuPerSecond is 100: write a whole number of ECPUs a second from 1000/,
  ],
  [
    'a frontend outside the zone',
    { workload: { kind: 'reference', frontend: { publicName: 'www.example.org' } } },
    /workload.frontend.publicName is "www\.example\.org": write a name in the zone "example.com", change zone.name, or write false for workload.frontend.cdn/,
  ],
  [
    'one name for API and frontend',
    { workload: { kind: 'reference', frontend: { publicName: 'app.example.com' } } },
    /workload.frontend.publicName is "app\.example\.com": write another name than those of the API/,
  ],
  [
    'an id with its path',
    { zone: { id: '/hostedzone/Z1234' } },
    /zone.id is "\/hostedzone\/Z1234": write the id of the hosted zone/,
  ],
  ['an unknown mode', { traffic: { mode: 'manual' } }, /traffic.mode is "manual": write "healthCheck" or "records"/],
  ['no address', { notifications: { emails: [] } }, /notifications.emails is \[\]: write at least one address/],
  [
    'an address that is none',
    { notifications: { emails: ['oncall'] } },
    /notifications.emails.0 is "oncall": write an e-mail address/,
  ],
  [
    'capacity upside down',
    { cluster: { minCapacity: 16 } },
    /cluster.minCapacity is 16: write at most cluster.maxCapacity, which is 8/,
  ],
  ['a third of an ACU', { cluster: { minCapacity: 0.3 } }, /cluster.minCapacity is 0\.3: write a number of ACUs/],
  [
    'a version that is none',
    { cluster: { engineVersion: 'latest' } },
    /cluster.engineVersion is "latest": write an Aurora PostgreSQL version/,
  ],
  ['one zone twice', { network: { zones: ['a', 'a'] } }, /network.zones is \["a","a"\]: write two different letters/],
  [
    'one network twice',
    { network: { standbyCidr: '10.0.0.0/16' } },
    /network.standbyCidr is "10\.0\.0\.0\/16": write another range/,
  ],
  [
    'no check of the public name',
    { recovery: { smokeChecks: [{ kind: 'http', suite: 'standby', name: 'up', url: 'https://app.example.com/' }] } },
    /recovery.smokeChecks is \[\{"kind":.*\}\]: write at least one check with the suite "public"/,
  ],
  [
    'a field that does not exist',
    { cluster: { size: 2 } },
    /cluster.size is not a setting: the settings of cluster are engineVersion, databaseName,/,
  ],
  ['no object', 'us-east-1', /^it is "us-east-1": write an object with any of name, account, primaryRegion,/],
  [
    'a cluster of another region than the primary',
    { workload: { ...EXISTING, clusterArn: 'arn:aws:rds:us-west-2:111111111111:cluster:orders' } },
    /workload.clusterArn is "arn:aws:rds:us-west-2:111111111111:cluster:orders": write the ARN of what is in primaryRegion "us-east-1"/,
  ],
  [
    'a workload without a template',
    { workload: { kind: 'existing' } },
    /workload.activationTemplate is missing: write the path/,
  ],
  ['a workload of no kind', { workload: { kind: 'other' } }, /workload.kind is "other": write {"kind": "reference"}/],
  [
    'a workload whose health nobody asks for',
    { workload: { ...EXISTING, healthPaths: [] } },
    /workload.healthPaths is \[\]: write at least one path/,
  ],
  [
    'our cache beside a workload that has its own',
    { workload: { ...EXISTING, cache: { engine: 'valkey' } } },
    /workload.cache is not a setting: remove it: only the reference workload has it; what yours needs goes into its activation template/,
  ],
  [
    'our distribution beside a workload that has its own',
    { workload: { ...EXISTING, frontend: { bucketName: 'orders-web', keys: ['index.html'], cdn: true } } },
    /workload.frontend.cdn is not a setting: remove it: only the reference workload has it/,
  ],
  ['a standby between cold and warm', { standby: 'lukewarm' }, /standby is "lukewarm": write "pilot-light" or "warm"/],
  [
    'accelerated recovery of a zone that others made',
    { zone: { acceleratedRecovery: true } },
    /zone.acceleratedRecovery is true: write true for zone.create.*update-hosted-zone-features/,
  ],
  [
    'a zone that does not contain the record',
    { zone: { name: 'example.org' }, workload: { kind: 'reference', frontend: { cdn: false } } },
    /traffic.publicName is "app\.example\.com" by default: write a name in the zone "example.org"/,
  ],
  [
    'a database that is recovered in no known way',
    { database: 'aurora' },
    /database is "aurora": write "snapshot" or "global"/,
  ],
  [
    'an instance of a replica that there is not',
    { cluster: { replica: 'instance' } },
    /cluster.replica is "instance": write "headless", or "global" for database/,
  ],
  [
    'a global database whose password RDS would manage',
    { database: 'global', workload: EXISTING },
    /workload.secretArn is "arn:aws:secretsmanager:us-east-1:111111111111:secret:rds!cluster-1": write the ARN of a secret of your own that Secrets Manager replicates/,
  ],
  [
    'an endpoint for records that heed none',
    { traffic: { mode: 'records', switch: 'endpoint' } },
    /traffic.switch is "endpoint": write "metric", or "healthCheck" for traffic.mode/,
  ],
])('refuses %s and says what to write', (_, overrides, complaint) => {
  expect(complaintAbout(overrides)).toMatch(complaint);
});

test('beside a workload that runs already nothing is made, or looked for, that only the reference workload has', () => {
  const config = parseConfig({ workload: EXISTING, validation: { rowsWithinPercent: 10 } });
  expect(config).toMatchObject({
    validation: { heartbeat: null, checks: [], rowsWithinPercent: 10 },
  });
  expect(namesOf(config)).toMatchObject({ primaryCluster: 'orders', primaryClusterArn: EXISTING.clusterArn });
});

test('names every wrong field at once', () => {
  const complaint = complaintAbout({ account: '1', backup: { retentionDays: 0 } });
  expect(complaint).toMatch(/account is "1": /);
  expect(complaint).toMatch(/backup.retentionDays is 0: /);
});
