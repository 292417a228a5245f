import { decide } from '../../../functions/assessAzFailure/decide';
import type { ZoneFacts } from '../../../functions/assessAzFailure/facts';
import {
  answersAgainNotice,
  failoverNotice,
  noReaderNotice,
  notPromotedNotice,
} from '../../../functions/assessAzFailure/message';
import { readZoneSignal } from '../../../functions/assessAzFailure/signal';
import type { MemberFact } from '../../../functions/shared/cluster-members';

const OPENED = Date.parse('2026-01-05T02:00:00Z');
const CLUSTER = 'arn:aws:rds:us-east-1:111111111111:cluster:shop';
const ENVIRONMENT = {
  WORKLOAD_NAME: 'shop',
  LOCK_TABLE_NAME: 'lock',
  PRIMARY_REGION: 'us-east-1',
  CLUSTER_ARN: CLUSTER,
  SECRET_ID: 'shop/reader',
  DATABASE_NAME: 'app',
  ERRORS_ALARM_NAME: 'shop-api-5xx',
  EVIDENCE_BUCKET_NAME: 'evidence',
};
const member = (letter: string, isWriter: boolean, status = 'available'): MemberFact => ({
  // Whatever its name says.
  identifier: isWriter ? 'shop-reader' : 'shop-writer',
  isWriter,
  zone: `us-east-1${letter}`,
  status,
  instanceClass: 'db.serverless',
});
const event = (eventId: string, seconds: number) => ({
  id: `${eventId} ${seconds}`,
  eventId,
  at: new Date(OPENED + seconds * 1000).toISOString(),
});
const facts = (
  more: Partial<ZoneFacts> & { readonly after: number; readonly events?: ZoneFacts['incident']['events'] },
): ZoneFacts => ({
  nowMs: OPENED + more.after * 1000,
  incident: { owner: 'me', openedAt: new Date(OPENED).toISOString(), closedAt: null, events: more.events ?? [] },
  members: [member('b', true), member('a', false)],
  zones: ['us-east-1a', 'us-east-1b'],
  listedAtMs: [],
  answers: true,
  errorMinutesMs: [],
  ...more,
});

test.each([
  ['both events, in order', [event('RDS-EVENT-0073', 0), event('RDS-EVENT-0071', 7)], [], 7],
  ['both events, out of order', [event('RDS-EVENT-0071', 7), event('RDS-EVENT-0073', 0)], [], 7],
  ['one of them missing', [event('RDS-EVENT-0071', 7)], [], null],
  [
    'one of them missing in EventBridge, and both listed by RDS',
    [event('RDS-EVENT-0071', 7)],
    [OPENED, OPENED + 7000],
    7,
  ],
  ['only the alarm, and both listed by RDS', [event('shop-api-5xx', 180)], [OPENED, OPENED + 7000], 7],
])('a failover is reported by who writes, with %s', (_, events, listedAtMs, auroraSeconds) => {
  const verdict = decide(facts({ after: 200, events, listedAtMs }), []);
  expect(verdict).toMatchObject({ kind: 'failover', writer: { zone: 'us-east-1b' }, times: { auroraSeconds } });
});

test('late events, an answer and the last errors of clients are waited for, and not for ever', () => {
  const events = [event('RDS-EVENT-0073', 0)];
  expect(decide(facts({ after: 30, events }), []).kind).toBe('wait');
  expect(decide(facts({ after: 100, events, errorMinutesMs: [OPENED + 60_000] }), []).kind).toBe('wait');
  expect(decide(facts({ after: 100, events, answers: false }), []).kind).toBe('wait');
  expect(decide(facts({ after: 901, events, errorMinutesMs: [OPENED + 840_000] }), []).kind).toBe('failover');
});

test('an alarm while the database answers is another matter', () => {
  expect(decide(facts({ after: 90, events: [event('shop-api-5xx', 0)] }), []).kind).toBe('not-a-failover');
});

test('only a writer that does not answer for minutes, without an instance in another zone, needs a person', () => {
  const alone = [member('a', true)];
  const lost = { answers: false, members: alone };
  expect(decide(facts({ after: 60, ...lost }), []).kind).toBe('wait');
  expect(decide(facts({ after: 130, ...lost }), [])).toMatchObject({ kind: 'no-reader', zone: 'us-east-1b' });
  expect(decide(facts({ after: 130, ...lost }), ['no-reader']).kind).toBe('wait');
  expect(decide(facts({ after: 130, ...lost, members: [...alone, member('a', false)] }), []).kind).toBe('no-reader');
  expect(decide(facts({ after: 130, answers: false }), []).kind).toBe('wait');
});

test('a signal that came late has waited already: a person is notified at once', () => {
  const lost = { answers: false, members: [member('a', true)] };
  const late = [event('shop-api-5xx', -480)];
  expect(decide(facts({ after: 15, ...lost, events: late }), []).kind).toBe('no-reader');
  expect(decide(facts({ after: 15, ...lost, events: [event('shop-api-5xx', 0)] }), []).kind).toBe('wait');
});

test('a reader that RDS calls available and Aurora does not promote needs a person as well', () => {
  const lost = { answers: false, members: [member('a', true), member('b', false)] };
  expect(decide(facts({ after: 290, ...lost }), []).kind).toBe('wait');
  expect(decide(facts({ after: 310, ...lost }), [])).toMatchObject({
    kind: 'not-promoted',
    writer: { zone: 'us-east-1a' },
    reader: { zone: 'us-east-1b' },
    thirdZone: undefined,
  });
  expect(decide(facts({ after: 1000, ...lost }), ['not-promoted']).kind).toBe('wait');
  // An instance that the command of the first mail created has only just become available.
  expect(decide(facts({ after: 1000, ...lost }), ['no-reader']).kind).toBe('wait');
  // One that is promoted meanwhile is reported as every failover.
  const over = facts({ after: 1000, listedAtMs: [OPENED + 900_000] });
  expect(decide(over, ['not-promoted']).kind).toBe('failover');
});

test.each([
  [
    'in a third zone',
    ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    /create-db-instance .*--availability-zone us-east-1c$/m,
  ],
  ['in no other zone', ['us-east-1a', 'us-east-1b'], /fail over to the standby region/],
])('its mail has the command that promotes it, and what is next with a subnet %s', (_, zones, next) => {
  const found = facts({ after: 310, answers: false, members: [member('a', true), member('b', false)], zones });
  const verdict = decide(found, []);
  if (verdict.kind !== 'not-promoted') throw new Error(verdict.kind);
  const { message, subject } = notPromotedNotice(verdict, found, ENVIRONMENT);
  expect(message).toMatch(/^aws rds failover-db-cluster --region us-east-1 --db-cluster-identifier shop$/m);
  expect(message).toMatch(next);
  expect(subject).toBe('CRITICAL shop: no writer in us-east-1, and Aurora has not promoted a reader');
});

test('who was notified that nothing answers is notified when the writer is back by itself', () => {
  const found = facts({ after: 600 });
  expect(decide(found, []).kind).toBe('not-a-failover');
  const verdict = decide(found, ['no-reader']);
  if (verdict.kind !== 'answers-again') throw new Error(verdict.kind);
  expect(answersAgainNotice(verdict, found, ENVIRONMENT).message).toContain('in us-east-1b answers again');
});

test('the mail has the command, with region and zone; it names the instance by its zone', () => {
  const found = facts({ after: 130, answers: false, members: [member('a', true)] });
  const verdict = decide(found, []);
  if (verdict.kind !== 'no-reader') throw new Error(verdict.kind);
  expect(noReaderNotice(verdict, found, ENVIRONMENT).message).toContain(
    'aws rds create-db-instance --region us-east-1 --db-instance-identifier shop-us-east-1b --db-cluster-identifier shop ' +
      '--db-instance-class db.serverless --engine aurora-postgresql --availability-zone us-east-1b',
  );
});

test.each([
  ['a reader in another zone', [member('b', true), member('a', false)], false],
  ['a reader in the same zone', [member('b', true), member('b', false)], true],
  ['a reader that is being created', [member('b', true), member('a', false, 'creating')], true],
  ['no reader', [member('b', true)], true],
])('the mail of a failover that leaves %s says whether one is missing', (_, members, isMissing) => {
  const found = facts({ after: 200, members, listedAtMs: [OPENED, OPENED + 7000], errorMinutesMs: [OPENED] });
  const verdict = decide(found, []);
  if (verdict.kind !== 'failover') throw new Error(verdict.kind);
  const { subject, message } = failoverNotice(verdict, found, ENVIRONMENT);
  expect(subject.includes('no reader is left')).toBe(isMissing);
  expect(message.includes('aws rds create-db-instance')).toBe(isMissing);
  expect(verdict.times).toMatchObject({ auroraSeconds: 7, clientErrorSeconds: 60, differenceSeconds: 53 });
});

test('events of this cluster and its alarm are read, and no others', () => {
  const of = { clusterArn: CLUSTER, alarmName: 'shop-api-5xx' };
  const detail = { SourceArn: CLUSTER, EventID: 'RDS-EVENT-0071', Date: '2026-01-05T02:00:07.000Z', Message: '' };
  const rds = { id: '1', source: 'aws.rds', detail };
  const alarm = {
    id: '2',
    source: 'aws.cloudwatch',
    time: '2026-01-05T02:03:00Z',
    detail: { alarmName: 'shop-api-5xx', state: { value: 'ALARM' } },
  };
  expect(readZoneSignal(rds, of)).toMatchObject({ eventId: 'RDS-EVENT-0071' });
  expect(readZoneSignal(alarm, of)).toMatchObject({ eventId: 'shop-api-5xx' });
  for (const other of [
    null,
    {},
    { ...rds, detail: { ...detail, SourceArn: `${CLUSTER}2` } },
    { ...alarm, detail: { alarmName: 'x', state: { value: 'ALARM' } } },
  ])
    expect(readZoneSignal(other, of)).toBeUndefined();
});
