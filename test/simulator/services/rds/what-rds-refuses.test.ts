import type { World } from '../../../../simulator/world';
import { begin, HERE, pair, ROLE, take } from '../../references/ground';
import { awsErrorOf, callService } from '../../support/fake-world';

const CLUSTER = {
  DBClusterIdentifier: 'made',
  Engine: 'aurora-postgresql',
  MasterUsername: 'app',
  ManageMasterUserPassword: true,
  StorageEncrypted: true,
};
const INSTANCE = {
  DBInstanceIdentifier: 'writer',
  DBClusterIdentifier: 'made',
  DBInstanceClass: 'db.serverless',
  Engine: 'aurora-postgresql',
};
const NO_PASSWORD = { ManageMasterUserPassword: false };
const SHORT = 'The backup window must be at least 30 minutes.';
const BRIEF = 'The maintenance window must be at least 30 minutes.';
const APART = 'The backup window and maintenance window must not overlap.';
const RETENTION = 'Retention period must be between 1 and 35';
const FORM = 'must begin with a letter and contain only alphanumeric characters.';
const windows = (backup: string, maintenance: string) => ({
  PreferredBackupWindow: backup,
  PreferredMaintenanceWindow: maintenance,
});

async function worldWith(): Promise<World> {
  const { world } = await pair();
  return world;
}

async function worldWithCluster(): Promise<World> {
  const world = await worldWith();
  const { clusters } = world.region(HERE).rds;
  const scaling = { MinCapacity: 0.5, MaxCapacity: 1 };
  const cluster = clusters.create({
    identifier: 'made',
    masterUsername: 'app',
    storageEncrypted: false,
    scaling,
    tags: {},
  });
  // Without waiting for its rows.
  clusters.setStatus(cluster, 'available');
  return world;
}

describe('a new cluster', () => {
  const make = (world: World, given: object) => {
    const said = Object.entries({ ...CLUSTER, ...given }).filter(([, value]) => value !== undefined);
    return begin(world.region(HERE), 'AWS::RDS::DBCluster', Object.fromEntries(said));
  };

  test.each<[what: string, given: object, text: string, code?: string]>([
    ['a retention of no day', { BackupRetentionPeriod: 0 }, `Invalid backup retention period: 0. ${RETENTION}`],
    ['a retention of 36 days', { BackupRetentionPeriod: 36 }, RETENTION],
    ['a retention of a day and a half', { BackupRetentionPeriod: 1.5 }, RETENTION],
    ['port 1149', { Port: 1149 }, 'between 1150 and 65535'],
    ['port 65536', { Port: 65_536 }, 'between 1150 and 65535'],
    ['a backup window with a day', { PreferredBackupWindow: 'mon:03:00-mon:04:00' }, 'Invalid backup window format'],
    ['a backup window at 24:00', { PreferredBackupWindow: '23:00-24:00' }, 'The format must be hh24:mi-hh24:mi.'],
    ['a backup window of 29 minutes', { PreferredBackupWindow: '03:00-03:29' }, SHORT],
    ['a backup window of no length', { PreferredBackupWindow: '03:00-03:00' }, SHORT],
    [
      'a maintenance window without a day',
      { PreferredMaintenanceWindow: '03:00-04:00' },
      'Invalid maintenance window format: 03:00-04:00. The format must be ddd:hh24:mi-ddd:hh24:mi.',
    ],
    ['a maintenance window of 29 minutes', { PreferredMaintenanceWindow: 'sun:23:50-mon:00:19' }, BRIEF],
    ['windows that overlap', windows('03:00-04:00', 'sun:03:30-sun:04:30'), APART],
    ['windows that overlap around midnight', windows('23:45-00:30', 'sun:00:00-sun:01:00'), APART],
    ['windows that overlap around the week', windows('00:00-01:00', 'sun:23:45-mon:00:15'), APART],
    ['a maintenance window around the backup', windows('03:00-03:30', 'sun:01:00-sun:05:00'), APART],
    ['no user', { MasterUsername: undefined }, 'The parameter MasterUsername must be provided and must not be blank.'],
    ['user `admin`', { MasterUsername: 'admin' }, 'MasterUsername admin cannot be used as it is a reserved word'],
    ['user `rdsadmin`', { MasterUsername: 'rdsadmin' }, 'reserved word used by the engine'],
    ['user `USER`', { MasterUsername: 'USER' }, 'MasterUsername USER cannot be used as it is a reserved word'],
    ['user `pg_app`', { MasterUsername: 'pg_app' }, 'because role names starting with "pg_" are reserved'],
    ['user `1app`', { MasterUsername: '1app' }, `MasterUsername ${FORM}`],
    ['user `an-app`', { MasterUsername: 'an-app' }, `MasterUsername ${FORM}`],
    ['a user of 64 letters', { MasterUsername: 'a'.repeat(64) }, `MasterUsername ${FORM}`],
    ['database `my-app`', { DatabaseName: 'my-app' }, `DatabaseName ${FORM}`],
    ['database `1app`', { DatabaseName: '1app' }, `DatabaseName ${FORM}`],
    ['database `table`', { DatabaseName: 'table' }, 'DatabaseName table cannot be used'],
    ['a database of 64 letters', { DatabaseName: 'a'.repeat(64) }, `DatabaseName ${FORM}`],
    ['no password', NO_PASSWORD, 'The parameter MasterUserPassword must be provided and must not be blank.'],
    [
      'two passwords',
      { MasterUserPassword: 'long-enough' },
      "You can't specify MasterUserPassword",
      'InvalidParameterCombination',
    ],
    [
      'a key of a secret that RDS does not manage',
      { ...NO_PASSWORD, MasterUserPassword: 'long-enough', MasterUserSecret: { KmsKeyId: 'alias/x' } },
      'You must enable ManageMasterUserPassword to use MasterUserSecretKmsKeyId.',
      'InvalidParameterCombination',
    ],
    [
      'a key without encryption',
      { StorageEncrypted: false, KmsKeyId: 'alias/aws/rds' },
      'You must enable StorageEncrypted when you specify KmsKeyId',
      'InvalidParameterCombination',
    ],
  ])('is refused %s', async (_, given, text, code = 'InvalidParameterValue') => {
    const world = await worldWith();
    const error = await awsErrorOf(world, make(world, given));
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });

  test.each<[what: string, given: object]>([
    ['a retention of 1 day', { BackupRetentionPeriod: 1 }],
    ['a retention of 35 days', { BackupRetentionPeriod: 35 }],
    ['no retention', {}],
    ['port 1150', { Port: 1150 }],
    ['port 65535', { Port: 65_535 }],
    ['a backup window of 30 minutes', { PreferredBackupWindow: '03:00-03:30' }],
    ['a backup window around midnight', { PreferredBackupWindow: '23:45-00:15' }],
    ['a maintenance window around the week', { PreferredMaintenanceWindow: 'sun:23:45-mon:00:15' }],
    ['a maintenance window with capitals', { PreferredMaintenanceWindow: 'Sun:04:00-Sun:05:00' }],
    ['windows that touch', windows('03:00-04:00', 'sun:04:00-sun:05:00')],
    ['windows that touch around midnight', windows('23:30-00:00', 'mon:00:00-mon:01:00')],
    ['user `postgres`', { MasterUsername: 'postgres' }],
    ['user `administrator`', { MasterUsername: 'administrator' }],
    ['user `app_1`', { MasterUsername: 'app_1' }],
    ['a user of 63 letters', { MasterUsername: 'a'.repeat(63) }],
    ['database `my_app`', { DatabaseName: 'my_app' }],
    ['database `tables`', { DatabaseName: 'tables' }],
    ['database `postgres`', { DatabaseName: 'postgres' }],
    ['a password of its own', { ...NO_PASSWORD, MasterUserPassword: 'long-enough' }],
    ['a key of the secret', { MasterUserSecret: { KmsKeyId: 'alias/aws/secretsmanager' } }],
    ['a key with encryption', { KmsKeyId: 'alias/aws/rds' }],
    ['no encryption', { StorageEncrypted: false }],
  ])('takes %s', async (_, given) => {
    const world = await worldWith();
    await take(world, make(world, given));
  });
});

describe('a new instance', () => {
  const make = (world: World, given: object) =>
    begin(world.region(HERE), 'AWS::RDS::DBInstance', { ...INSTANCE, ...given });
  const NO_COMBINATION = 'RDS does not support creating a DB instance with the following combination: DBInstanceClass=';

  test.each<[what: string, given: object, text: string, code?: string]>([
    [
      'another engine than its cluster',
      { Engine: 'mysql' },
      "The engine name requested for your DB instance (mysql) doesn't match the engine name of your DB cluster (aurora-postgresql).",
      'InvalidParameterCombination',
    ],
    ['an engine that there is not', { Engine: 'aurora-postgres' }, 'Invalid DB engine: aurora-postgres'],
    ['a class that is none', { DBInstanceClass: 'db.foo' }, 'Invalid DB Instance class: db.foo'],
    ['a class of EC2', { DBInstanceClass: 'r6g.large' }, 'Invalid DB Instance class: r6g.large'],
    ...['db.m5.large', 'db.t3.micro', 'db.r4.large', 'db.r6g.medium'].map((name): [string, object, string, string] => [
      `class ${name}`,
      { DBInstanceClass: name },
      `${NO_COMBINATION}${name}, Engine=aurora-postgresql`,
      'InvalidParameterCombination',
    ]),
    ['tier 16', { PromotionTier: 16 }, 'between 0 and 15'],
    ['tier -1', { PromotionTier: -1 }, 'between 0 and 15'],
    ['monitoring every 20 s', { MonitoringInterval: 20, MonitoringRoleArn: ROLE }, 'Valid values are 0, 1, 5'],
    [
      'monitoring without a role',
      { MonitoringInterval: 60 },
      'A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.',
      'InvalidParameterCombination',
    ],
    ['insights for 8 days', { PerformanceInsightsRetentionPeriod: 8 }, 'Valid values are 7, 731 and month * 31'],
    ['insights for 94 days', { PerformanceInsightsRetentionPeriod: 94 }, 'Valid values are 7, 731 and month * 31'],
    ['insights for 744 days', { PerformanceInsightsRetentionPeriod: 744 }, 'Valid values are 7, 731 and month * 31'],
    ['a zone of another region', { AvailabilityZone: 'us-east-2a' }, 'us-east-2a', 'InvalidVPCNetworkStateFault'],
  ])('is refused %s', async (_, given, text, code = 'InvalidParameterValue') => {
    const world = await worldWithCluster();
    const error = await awsErrorOf(world, make(world, given));
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });

  test.each<[what: string, given: object]>([
    ...['db.r6g.large', 'db.t4g.medium', 'db.r7g.16xlarge', 'db.x2g.large', 'db.r8g.medium'].map(
      (name): [string, object] => [`class ${name}`, { DBInstanceClass: name }],
    ),
    ['tier 0', { PromotionTier: 0 }],
    ['tier 15', { PromotionTier: 15 }],
    ['no monitoring', { MonitoringInterval: 0 }],
    ['monitoring with a role', { MonitoringInterval: 60, MonitoringRoleArn: ROLE }],
    ['insights for 7 days', { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 7 }],
    ['insights for 93 days', { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 93 }],
    ['insights for 731 days', { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 731 }],
    ['a zone of its region', { AvailabilityZone: `${HERE}b` }],
  ])('takes %s', async (_, given) => {
    const world = await worldWithCluster();
    await take(world, make(world, given));
  });
});

test.each([0, 36])('a change to a retention of %s days is refused', async (BackupRetentionPeriod) => {
  const world = await worldWithCluster();
  const input = { DBClusterIdentifier: 'made', BackupRetentionPeriod };
  const call = callService(world, { region: HERE, service: 'rds', operation: 'ModifyDBCluster', input });
  expect((await awsErrorOf(world, call)).message).toContain(RETENTION);
});
