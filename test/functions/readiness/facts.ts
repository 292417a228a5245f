import type { Facts, Reading } from '../../../functions/readiness/facts';
import type { Policy } from '../../../functions/readiness/finding';
import type { MemberFact } from '../../../functions/shared/cluster-members';
import { recoveryPoint } from '../recovery-points';

export const NOW = Date.parse('2026-11-22T03:00:00Z');
const KEY_ARN = 'arn:aws:kms:us-west-2:111111111111:key/1';
const TEMPLATE = 'activation/abc.json';
const role = (name: string) => `arn:aws:iam::111111111111:role/${name}`;

export const POLICY: Policy = {
  region: 'us-west-2',
  WORKLOAD_NAME: 'pilot-light',
  VAULT_NAME: 'pilot-light-standby',
  SOURCE_CLUSTER_ARN: 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary',
  RPO_MINUTES: 60,
  MINIMUM_LIFETIME_MINUTES: 360,
  FALLBACK_MAX_AGE_MINUTES: 1440,
  KMS_KEY_ARN: KEY_ARN,
  SECRET_NAMES: ['pilot-light/database'],
  DB_SUBNET_GROUP_NAME: 'subnets',
  DB_CLUSTER_PARAMETER_GROUP_PREFIX: 'parameters-',
  VPC_SECURITY_GROUP_IDS: ['sg-1'],
  ENGINE_VERSION: '17.9',
  STANDBY_STACK_NAME: 'PilotLightStandby',
  RECOVERY_STACK_NAME: 'PilotLightRecovery',
  TRAFFIC_STACK_NAME: 'PilotLightTraffic',
  ACTIVATION_STACK_NAME: 'PilotLightActivation',
  STANDBY: 'pilot-light',
  ROLE_NAMES: ['workload', 'activation'],
  TEMPLATE_URL_PARAMETER: '/pilot-light/activation/template-url',
  ACTIVATION_TEMPLATE_SHA256: 'digest',
  CACHE_TEMPLATE_SHA256: 'digest',
  ACTIVATION_FUNCTION_NAMES: ['pilot-light-workload'],
  CACHE: {
    stackName: 'PilotLightCache',
    templateUrlParameter: '/pilot-light/cache/template-url',
    stackRoleArn: role('pilot-light-cache'),
    cacheName: 'pilot-light-standby',
  },
  WORKLOAD_FUNCTION_NAME: 'pilot-light-workload',
  WORKLOAD_BUILD: 'build-2',
  MANIFEST_PREFIX: 'pilot-light/manifests/',
  PARAMETER_NAMES: ['/a', '/b'],
  LOCK_TABLE_NAME: 'lock',
  END_FAILOVER_NAME: 'pilot-light-endFailover',
  EVIDENCE_BUCKET_NAME: 'evidence',
  FUNCTION_NAMES: ['restoreAurora'],
  STATE_MACHINE_ARNS: ['arn:aws:states:us-west-2:111111111111:stateMachine:failover'],
  TOPIC_ARN: 'arn:aws:sns:us-west-2:111111111111:topic',
  REPLICA_BUCKET_NAME: 'replica',
  FRONTEND_KEYS: ['index.html', 'release.json'],
  TRAFFIC_MODE: 'healthCheck',
  TRAFFIC_SWITCH: 'metric',
  SWITCH_ALARM_NAME: 'pilot-light-standby-serves',
  KEPT_EVERY_MINUTES: 1,
  HOSTED_ZONE_ID: 'Z1',
  PUBLIC_NAME: 'app.example.com',
  PRIMARY_TARGET: 'api-primary.example.com',
  STANDBY_TARGET: 'api-standby.example.com',
  CONCURRENT_EXECUTIONS: 50,
};

export function read<Value>(value: Value): Reading<Value> {
  return { kind: 'read', value };
}

export const UNREAD = { kind: 'unread', why: 'TimeoutError: no answer', mayPass: true } as const;

export const RECORDS = {
  records: [
    { failover: 'PRIMARY', values: ['api-primary.example.com'], healthCheckId: 'check' },
    { failover: 'SECONDARY', values: ['api-standby.example.com.'], healthCheckId: undefined },
  ],
  healthCheck: {
    alarmName: 'pilot-light-standby-serves',
    alarmRegion: 'us-west-2',
    inverted: false,
    disabled: false,
    withoutData: 'LastKnownStatus',
  },
  endpointCheck: undefined,
};

export const ACTIVATION = {
  templateUrl: `https://artifacts.s3.us-west-2.amazonaws.com/${TEMPLATE}`,
  manifest: {
    version: 1 as const,
    template: { key: TEMPLATE, sha256: 'digest' },
    assets: [{ bucket: 'artifacts', key: TEMPLATE, sha256: 'digest' }],
    functions: [{ functionName: 'pilot-light-workload', build: 'build-2', codeSha256: 'code' }],
    release: '2026.11.1',
  },
  templateDigest: 'digest',
  wrongAssets: [],
};

export function memberFact(letter: string, isWriter: boolean, status = 'available'): MemberFact {
  // Named as after a failover: the one called writer reads.
  const identifier = `pilot-light-primary-${isWriter ? 'reader' : 'writer'}`;
  return { identifier, isWriter, zone: `us-east-1${letter}`, status, instanceClass: 'db.serverless' };
}

export function newest(ageMinutes: number, nowMs = NOW): Facts['recoveryPoints'] {
  return read({ usable: [recoveryPoint({ createdAtMs: nowMs - ageMinutes * 60_000 })], unusable: [] });
}

export function noneUsable(reason: string): Facts['recoveryPoints'] {
  return read({ usable: [], unusable: [{ point: recoveryPoint(), reason }] });
}

export function quota(check: string, limit: number, used: number | null): Facts['quotas'][number] {
  const about = { check, name: check, code: 'L-1', serviceCode: 'rds' };
  return { ...about, limit: read(limit), used: used === null ? null : read(used) };
}

/** Everything is as it should be, but for what is given. */
export function factsWith(changes: Partial<Facts> = {}): Facts {
  const resource = (type: string, physicalId: string) => ({ type, physicalId, status: 'CREATE_COMPLETE' });
  return {
    nowMs: NOW,
    recoveryPoints: newest(30),
    vault: read({ keyArn: KEY_ARN }),
    keyState: read('Enabled'),
    secrets: read([{ name: 'pilot-light/database', state: 'there' }]),
    resources: read([
      ...['workload', 'activation', 'restore', 'workflow'].map((name) => resource('AWS::IAM::Role', name)),
      resource('AWS::EC2::SecurityGroup', 'sg-1'),
    ]),
    subnetGroup: read({ status: 'Complete', zones: 2 }),
    parameterGroupFamily: read('aurora-postgresql17'),
    engine: read({ version: '17.9', of: 'recovery point', family: 'aurora-postgresql17' }),
    quotas: [
      quota('quota-db-clusters', 40, 0),
      quota('quota-db-instances', 40, 0),
      quota('quota-lambda-concurrency', 1000, null),
    ],
    activation: read(ACTIVATION),
    unusableCode: read([]),
    activationStack: read(undefined),
    fencedFunctions: read([]),
    cache: read({ template: ACTIVATION, stackStatus: undefined, lost: undefined }),
    primaryBuild: read({ build: 'build-2', at: '2026-11-22T02:00:00Z' }),
    primaryCluster: read({ members: [memberFact('a', true), memberFact('b', false)], zones: [] }),
    records: read(RECORDS),
    resolved: read(['api-primary.example.com']),
    switchAlarm: read({ state: 'OK' }),
    switchMetricAtMs: read(NOW - 60_000),
    serves: read('primary'),
    lock: read(undefined),
    isLockHeld: read(true),
    pendingSwitch: read(undefined),
    drillsTurnedOnAt: read(undefined),
    missingParameters: read([]),
    evidenceBucket: read(true),
    functions: [
      {
        name: 'restoreAurora',
        found: read({ state: 'Active', lastUpdate: 'Successful', roleArn: role('restore') }),
      },
    ],
    stateMachines: [
      { name: POLICY.STATE_MACHINE_ARNS[0] ?? '', found: read({ status: 'ACTIVE', roleArn: role('workflow') }) },
    ],
    subscribers: read({ confirmed: 1, pending: 0 }),
    frontend: read({ missing: [], release: '2026.11.1' }),
    ...changes,
  };
}
