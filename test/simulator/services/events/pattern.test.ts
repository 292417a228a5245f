import { compilePattern } from '../../../../simulator/services/events/pattern';

const EVENT = {
  source: 'aws.backup',
  'detail-type': 'Backup Job State Change',
  resources: ['arn:aws:backup:us-east-1:1:vault:a', 'arn:aws:backup:us-east-1:1:vault:b'],
  detail: {
    state: 'FAILED',
    resourceType: 'Aurora',
    percent: 12.5,
    retry: null,
    createdBy: { plan: 'hourly' },
    steps: [{ name: 'copy', ok: false }],
  },
};

describe('an event pattern', () => {
  test.each<[string, object, boolean]>([
    ['exact values', { source: ['aws.backup'], detail: { state: ['FAILED', 'EXPIRED'] } }, true],
    ['another value', { detail: { state: ['COMPLETED'] } }, false],
    ['a field that is not there', { detail: { status: ['FAILED'] } }, false],
    ['null', { detail: { retry: [null] } }, true],
    ['one element of an array', { resources: [{ suffix: ':vault:b' }] }, true],
    ['an object in an array', { detail: { steps: { name: ['copy'], ok: [false] } } }, true],
    ['prefix', { source: [{ prefix: 'aws.' }] }, true],
    ['prefix in any case', { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }, true],
    ['equals-ignore-case', { detail: { state: [{ 'equals-ignore-case': 'failed' }] } }, true],
    ['wildcard', { 'detail-type': [{ wildcard: 'Backup * State*' }] }, true],
    ['wildcard without a match', { 'detail-type': [{ wildcard: 'Copy *' }] }, false],
    ['anything-but', { detail: { state: [{ 'anything-but': ['COMPLETED', 'RUNNING'] }] } }, true],
    ['anything-but a prefix', { detail: { state: [{ 'anything-but': { prefix: 'FA' } }] } }, false],
    ['anything-but of a field that is not there', { detail: { nothing: [{ 'anything-but': ['x'] }] } }, false],
    ['numeric', { detail: { percent: [{ numeric: ['>', 10, '<=', 12.5] }] } }, true],
    ['numeric out of range', { detail: { percent: [{ numeric: ['<', 10] }] } }, false],
    ['exists', { detail: { state: [{ exists: true }], nothing: [{ exists: false }] } }, true],
    ['exists of an object', { detail: { createdBy: [{ exists: true }] } }, false],
    ['$or', { $or: [{ source: ['aws.rds'] }, { detail: { resourceType: ['Aurora'] } }] }, true],
    ['$or without a match', { source: ['aws.backup'], $or: [{ region: ['x'] }, { account: ['y'] }] }, false],
  ])('with %s', (_, pattern, matches) => {
    expect(compilePattern(pattern)(EVENT)).toBe(matches);
  });

  test.each<[string, unknown, string]>([
    ['no fields', {}, 'not a JSON object with fields'],
    ['a bare value', { source: 'aws.backup' }, '"source" must be an object or a non-empty array'],
    [
      'an unknown operator',
      { source: [{ like: 'x' }] },
      'operator "like" in an EventBridge event pattern is not modelled',
    ],
    ['a bad comparison', { detail: { n: [{ numeric: ['~', 1] }] } }, 'does not know the comparison "~"'],
  ])('with %s is refused', (_, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});
