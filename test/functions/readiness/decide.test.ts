import { CHECKS, judge } from '../../../functions/readiness/decide';
import { STANDBY_SERVES } from '../../../functions/answerSwitch/contract';
import type { Facts, RecordsFact } from '../../../functions/readiness/facts';
import type { Policy } from '../../../functions/readiness/finding';
import { ACTIVATION, factsWith, newest, noneUsable, POLICY, quota, read, RECORDS, UNREAD } from './facts';

const wrong = (facts: Facts, policy: Policy = POLICY) => judge(facts, policy).filter(({ state }) => state !== 'ready');

test('everything is ready when everything is there', () => {
  const checks = judge(factsWith(), POLICY);
  expect(checks.map(({ name, state, fix }) => [name, state, fix])).toEqual(
    CHECKS.map(({ name }) => [name, 'ready', null]),
  );
});

type Case = readonly [what: string, changes: Partial<Facts>, name: string, state: string, detail: RegExp, fix: RegExp];

const [primaryRecord, secondaryRecord] = RECORDS.records;
if (primaryRecord === undefined || secondaryRecord === undefined) throw new Error('there are two records');
const records = (change: Partial<RecordsFact>) => ({ records: read({ ...RECORDS, ...change }) });
const functionThat = (change: object) => ({
  functions: [
    {
      name: 'restoreAurora',
      found: read({
        state: 'Active',
        lastUpdate: 'Successful',
        roleArn: 'arn:aws:iam::111111111111:role/restore',
        ...change,
      }),
    },
  ],
});

const CASES: readonly Case[] = [
  [
    'an old recovery point',
    { recoveryPoints: newest(61) },
    'recovery-point',
    'degraded',
    /61 minutes old/,
    /acceptRec/,
  ],
  ['a day-old one', { recoveryPoints: newest(1441) }, 'recovery-point', 'not-ready', /1441 minutes old/, /backup/],
  [
    'no recovery point',
    { recoveryPoints: noneUsable('has the status CREATING') },
    'recovery-point',
    'not-ready',
    /the newest has the status CREATING/,
    /list-recovery-points-by-backup-vault --region us-west-2/,
  ],
  ['no vault', { vault: read(undefined) }, 'vault', 'not-ready', /no vault pilot-light-standby/, /PilotLightStandby/],
  ['another key', { vault: read({ keyArn: 'arn:other' }) }, 'vault', 'degraded', /encrypted with arn:other/, /key/],
  ['a disabled key', { keyState: read('Disabled') }, 'key', 'not-ready', /Disabled/, /aws kms enable-key/],
  ['a key to be deleted', { keyState: read('PendingDeletion') }, 'key', 'not-ready', /PendingD/, /cancel-key-deletion/],
  ['no key', { keyState: read(undefined) }, 'key', 'not-ready', /not there/, /kms/],
  [
    'a failover that runs',
    { lock: read({ status: 'RUNNING', owner: 'arn:execution', takenAt: 'noon' }) },
    'lock',
    'degraded',
    /held by arn:execution since noon/,
    /describe-execution --region us-west-2 --execution-arn arn:execution/,
  ],
  [
    'a failover that was not finished',
    { lock: read({ status: 'FAILED', mode: 'failover', failoverId: '2026' }) },
    'lock',
    'degraded',
    /failover 2026 was not finished/,
    /Finish it/,
  ],
  [
    'a state machine that goes',
    { stateMachines: [{ name: 'a:failover', found: read({ status: 'DELETING', roleArn: 'r/workflow' }) }] },
    'state-machines',
    'not-ready',
    /failover is DELETING/,
    /PilotLightRecovery/,
  ],
  [
    'a function that is gone',
    { functions: [{ name: 'restoreAurora', found: read(undefined) }] },
    'functions',
    'not-ready',
    /restoreAurora is not there/,
    /PilotLightRecovery/,
  ],
  ['a function that failed', functionThat({ state: 'Failed' }), 'functions', 'not-ready', /Failed/, /deploy/],
  ['an update that failed', functionThat({ lastUpdate: 'Failed' }), 'functions', 'not-ready', /last update/, /deploy/],
  [
    'a role that CloudFormation does not know',
    functionThat({ roleArn: 'arn:aws:iam::111111111111:role/mine' }),
    'roles',
    'not-ready',
    /record: mine/,
    /While us-east-1 works/,
  ],
  [
    'no subscriber',
    { subscribers: read({ confirmed: 0, pending: 1 }) },
    'notifications',
    'not-ready',
    /nobody/,
    /link/,
  ],
  [
    'one not confirmed',
    { subscribers: read({ confirmed: 1, pending: 1 }) },
    'notifications',
    'degraded',
    /1 not/,
    /link/,
  ],
  ['no topic', { subscribers: read(undefined) }, 'notifications', 'not-ready', /no topic/, /deploy/],
  [
    'no evidence bucket',
    { evidenceBucket: { ...UNREAD, why: 'NotFound: 404', mayPass: false } },
    'evidence-bucket',
    'not-ready',
    /cannot be used: NotFound/,
    /deploy/,
  ],
  ['no subnet group', { subnetGroup: read(undefined) }, 'subnet-group', 'not-ready', /no subnet group/, /deploy/],
  ['one zone', { subnetGroup: read({ status: 'Complete', zones: 1 }) }, 'subnet-group', 'not-ready', /1 avail/, /two/],
  [
    'no parameter group',
    { parameterGroupFamily: read(undefined) },
    'cluster-parameter-group',
    'not-ready',
    /no cluster parameter group/,
    /deploy/,
  ],
  [
    'a parameter group of another version',
    { parameterGroupFamily: read('aurora-postgresql16') },
    'cluster-parameter-group',
    'not-ready',
    /needs aurora-postgresql17/,
    /cluster.engineVersion/,
  ],
  [
    'a security group that is gone',
    {
      resources: read([
        ...['workload', 'activation', 'restore', 'workflow'].map((physicalId) => ({
          type: 'AWS::IAM::Role',
          physicalId,
          status: 'UPDATE_COMPLETE',
        })),
        { type: 'AWS::EC2::SecurityGroup', physicalId: 'sg-1', status: 'DELETE_COMPLETE' },
      ]),
    },
    'security-groups',
    'not-ready',
    /sg-1/,
    /PilotLightStandby/,
  ],
  [
    'a version that is not offered',
    { engine: read({ version: '15.1', of: 'recovery point', family: undefined }) },
    'engine-version',
    'not-ready',
    /15.1, of the recovery point, is not offered in us-west-2/,
    /Upgrade the primary/,
  ],
  ['a missing parameter', { missingParameters: read(['/a']) }, 'parameters', 'not-ready', /not there: \/a/, /Standby/],
  [
    'a missing frontend file',
    { frontend: read({ missing: ['index.html'], release: '2026.11.1' }) },
    'frontend',
    'not-ready',
    /not in replica: index.html/,
    /aws s3 sync/,
  ],
  [
    'another release in the replica',
    { frontend: read({ missing: [], release: '2026.12.1' }) },
    'frontend',
    'degraded',
    /holds release 2026.12.1; the activation was published beside 2026.11.1/,
    /publish-activation/,
  ],
  [
    'a record without a health check',
    records({ records: [{ ...primaryRecord, healthCheckId: undefined }, secondaryRecord] }),
    'health-check',
    'not-ready',
    /has no health check/,
    /PilotLightTraffic --revert-drift/,
  ],
  [
    'a health check of another alarm',
    records({ healthCheck: { ...RECORDS.healthCheck, alarmName: 'cpu' } }),
    'health-check',
    'not-ready',
    /does not follow the alarm/,
    /PilotLightTraffic/,
  ],
  [
    'an inverted health check',
    records({ healthCheck: { ...RECORDS.healthCheck, inverted: true } }),
    'health-check',
    'not-ready',
    /does not follow/,
    /PilotLightTraffic/,
  ],
  [
    'a health check that missing data makes unhealthy',
    records({ healthCheck: { ...RECORDS.healthCheck, withoutData: 'Unhealthy' } }),
    'health-check',
    'degraded',
    /missing data moves traffic/,
    /PilotLightTraffic/,
  ],
  [
    'a secondary with a health check',
    records({ records: [primaryRecord, { ...secondaryRecord, healthCheckId: 'other' }] }),
    'health-check',
    'degraded',
    /SECONDARY record has a health check/,
    /PilotLightTraffic/,
  ],
  [
    'a secondary that leads elsewhere',
    records({ records: [primaryRecord, { ...secondaryRecord, values: ['old.example.com'] }] }),
    'health-check',
    'not-ready',
    /SECONDARY record leads to old.example.com/,
    /PilotLightTraffic/,
  ],
  ['no records', records({ records: [] }), 'health-check', 'not-ready', /no PRIMARY/, /PilotLightTraffic/],
  ['no switch alarm', { switchAlarm: read(undefined) }, 'traffic-switch', 'not-ready', /no alarm/, /PilotLightTraffic/],
  ['an old metric', { switchMetricAtMs: read(0) }, 'traffic-switch', 'degraded', /put last at 1970/, /updateRoute53/],
  [
    'no metric',
    { switchMetricAtMs: read(undefined) },
    'traffic-switch',
    'degraded',
    /not put for hours/,
    /updateRoute53/,
  ],
  [
    'an alarm out of step',
    { switchAlarm: read({ state: 'ALARM' }) },
    'traffic-switch',
    'degraded',
    /ALARM/,
    /describe/,
  ],
  ['a name astray', { resolved: read(['old.example.com']) }, 'public-name', 'degraded', /old.example.com/, /records/],
];

test.each(CASES)('%s is named, with what to do', (_, changes, name, state, detail, fix) => {
  expect(wrong(factsWith(changes))).toEqual([
    { name, state, detail: expect.stringMatching(detail), fix: expect.stringMatching(fix) },
  ]);
});

const withActivation = (change: object) => factsWith({ activation: read({ ...ACTIVATION, ...change }) });

test.each([
  ['nothing was published', { templateUrl: undefined, manifest: undefined }, { 'activation-template': 'not-ready' }],
  ['the template is gone', { templateDigest: undefined }, { 'activation-template': 'not-ready' }],
  ['the template was changed', { templateDigest: 'other' }, { 'activation-template': 'not-ready' }],
  ['an asset is gone', { wrongAssets: ['activation/code.zip'] }, { 'activation-assets': 'not-ready' }],
  ['there is no manifest', { manifest: undefined }, { 'activation-template': 'degraded' }],
  [
    'another build was published',
    {
      manifest: {
        ...ACTIVATION.manifest,
        functions: [{ functionName: 'pilot-light-workload', build: '1', codeSha256: '' }],
      },
    },
    { 'activation-build': 'degraded' },
  ],
  [
    'the function is not in it',
    { manifest: { ...ACTIVATION.manifest, functions: [] } },
    { 'activation-build': 'not-ready' },
  ],
])('when %s, publishing it again is the fix', (_, change, expected) => {
  const found = wrong(withActivation(change));
  expect(Object.fromEntries(found.map(({ name, state }) => [name, state]))).toMatchObject(expected);
  for (const { fix } of found) expect(fix).toContain('publish-activation');
});

test.each([
  ['quota-db-clusters', 39, 'degraded'],
  ['quota-db-clusters', 40, 'not-ready'],
  ['quota-db-instances', 40, 'not-ready'],
])('%s with %i of 40 used is %s, and the fix asks for what is missing', (check, used, state) => {
  const quotas = factsWith().quotas.map((each) => (each.check === check ? quota(check, 40, used) : each));
  expect(wrong(factsWith({ quotas }))).toEqual([
    expect.objectContaining({ name: check, state, fix: expect.stringContaining(`--desired-value ${used + 2}`) }),
  ]);
});

test.each([
  [49, 'degraded'],
  [9, 'not-ready'],
])('%i concurrent executions are %s', (limit, state) => {
  const quotas = factsWith().quotas.map((each) =>
    each.check === 'quota-lambda-concurrency' ? quota(each.check, limit, null) : each,
  );
  expect(wrong(factsWith({ quotas }))).toEqual([expect.objectContaining({ name: 'quota-lambda-concurrency', state })]);
});

test.each([
  [
    'the primary was deployed since',
    read({ build: 'build-3', at: '2026-11-22T02:00:00Z' }),
    'build-2',
    /build-3 that the primary ran/,
  ],
  ['the primary is silent, and something was deployed since', read(undefined), 'build-3', /build-3 that was deployed/],
])('when %s, the published activation is behind', (_, primaryBuild, WORKLOAD_BUILD, detail) => {
  expect(wrong(factsWith({ primaryBuild }), { ...POLICY, WORKLOAD_BUILD })).toEqual([
    {
      name: 'activation-build',
      state: 'degraded',
      detail: expect.stringMatching(detail),
      fix: expect.stringContaining('publish-activation'),
    },
  ]);
});

test('what the primary says it runs counts, not what was meant to be deployed', () => {
  expect(wrong(factsWith(), { ...POLICY, WORKLOAD_BUILD: 'build-3' })).toEqual([]);
});

test('a standby that serves already cannot be failed over to', () => {
  const found = wrong(factsWith({ serves: read('standby'), switchAlarm: read({ state: 'ALARM' }) }));
  expect(found).toEqual([expect.objectContaining({ name: 'public-name', state: 'not-ready' })]);
});

test('traffic by changing records leans on us-east-1, and the check says so', () => {
  const found = wrong(factsWith(), { ...POLICY, TRAFFIC_MODE: 'records' });
  expect(found).toEqual([expect.objectContaining({ name: 'health-check', state: 'degraded' })]);
});

test('a workload without a frontend needs none', () => {
  const facts = factsWith({ frontend: read({ missing: [], release: null }) });
  expect(wrong(facts, { ...POLICY, FRONTEND_KEYS: [] })).toEqual([]);
});

test('a workload that does not say which build it runs is not compared', () => {
  const { WORKLOAD_BUILD: _, WORKLOAD_FUNCTION_NAME: __, ...policy } = POLICY;
  expect(wrong(factsWith({ primaryBuild: read({ build: 'build-9', at: '2026-11-22T02:00:00Z' }) }), policy)).toEqual(
    [],
  );
});

describe('the endpoint of the switch', () => {
  const POLICY_WITH: Policy = { ...POLICY, TRAFFIC_SWITCH: 'endpoint' };
  const endpoint = {
    host: 'abc.execute-api.us-west-2.amazonaws.com',
    searchString: STANDBY_SERVES,
    inverted: true,
    disabled: false,
    needsAll: true,
  };

  test('is ready as it was made', () => {
    expect(wrong(factsWith(records({ endpointCheck: endpoint })), POLICY_WITH)).toEqual([]);
  });

  test.each([
    ['that the record does not heed', undefined, POLICY_WITH, 'degraded', /traffic moves later/],
    ['that is not inverted', { ...endpoint, inverted: false }, POLICY_WITH, 'not-ready', /not as it was made/],
    ['that is enough by itself', { ...endpoint, needsAll: false }, POLICY_WITH, 'not-ready', /not as it was made/],
    ['that any answer satisfies', { ...endpoint, searchString: 'ok' }, POLICY_WITH, 'not-ready', /not as it was made/],
    ['that nobody configured', endpoint, POLICY, 'degraded', /follows an endpoint as well/],
  ] as const)('%s is a finding', (_, endpointCheck, policy, state, detail) => {
    expect(wrong(factsWith(records({ endpointCheck })), policy)).toEqual([
      expect.objectContaining({ name: 'health-check', state, detail: expect.stringMatching(detail) }),
    ]);
  });
});
