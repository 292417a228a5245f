import { decideEnd, decideRelease, type EndFacts } from '../../../functions/endFailover/decide';

describe('the lock of an owner that has ended', () => {
  test.each([
    ['is kept as unfinished', 'unsuccessful', 'RUNNING', undefined, { kind: 'release', status: 'FAILED' }],
    ['is complete where it succeeded', 'succeeded', 'RUNNING', undefined, { kind: 'release', status: 'COMPLETE' }],
    ['is over where it was moved back', 'unsuccessful', 'RUNNING', 'then', { kind: 'release', status: 'MOVED_BACK' }],
    [
      'is over though it said it had failed',
      'unsuccessful',
      'FAILED',
      'then',
      { kind: 'release', status: 'MOVED_BACK' },
    ],
    [
      'is over though it said it was complete',
      'succeeded',
      'COMPLETE',
      'then',
      { kind: 'release', status: 'MOVED_BACK' },
    ],
    [
      'is not touched again',
      'unsuccessful',
      'FAILED',
      undefined,
      { kind: 'nothing', why: 'it was released as FAILED' },
    ],
    [
      'is not touched while it works',
      'atWork',
      'RUNNING',
      undefined,
      { kind: 'nothing', why: 'its owner still works' },
    ],
  ] as const)('%s', (_, owner, status, movedBackAt, expected) => {
    expect(decideRelease({ status, ...(movedBackAt && { movedBackAt }) }, owner)).toEqual(expected);
  });
});

describe('a failover may be ended by its name', () => {
  const lock = { owner: 'arn:one', status: 'FAILED', mode: 'failover', failoverId: '20261122-030000' };
  const facts: EndFacts = { lock, serves: 'primary', owner: 'unsuccessful' };
  const verdict = (changes: Partial<EndFacts>) => decideEnd({ ...facts, ...changes }, '20261122-030000');

  test.each<readonly [string, Partial<EndFacts>, string]>([
    ['when it has failed', {}, 'end'],
    ['when its execution was stopped', { lock: { ...lock, status: 'RUNNING' } }, 'end'],
    ['when it was a drill', { lock: { ...lock, mode: 'drill' } }, 'end'],
    ['not while it works', { lock: { ...lock, status: 'RUNNING' }, owner: 'atWork' }, 'atWork'],
    ['not while the standby serves', { serves: 'standby' }, 'serves'],
    ['not by another name', { lock: { ...lock, failoverId: '20261121-120000' } }, 'anotherOne'],
    ['harmlessly where it is over', { lock: { ...lock, status: 'COMPLETE' } }, 'over'],
    ['harmlessly where it was moved back', { lock: { ...lock, status: 'MOVED_BACK' } }, 'over'],
    ['harmlessly where there was none', { lock: undefined }, 'over'],
  ])('%s', (_, changes, kind) => {
    expect(verdict(changes).kind).toBe(kind);
  });
});
