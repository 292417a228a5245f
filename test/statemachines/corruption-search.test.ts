import { type CorruptionProps, restored } from './corruption-run';
import { type Answer, functionError } from './failover-functions';
import { clusters, DAMAGED, FROM, search, SEARCH, TO } from './search-run';

describe('a search', () => {
  test('asks before it restores, finds the moment within two minutes by twelve clusters, and goes on with it', async () => {
    const { functions, there, most } = clusters();
    const { evidence, notifications, moments, states, result } = await search({ functions });
    expect(result).toMatchObject({ status: 'SUCCEEDED' });
    expect(evidence).toMatchObject({ verdict: 'PASSED', findings: [] });
    const { lastTrue, firstFalse, secondsBetween } = evidence.search ?? {};
    expect((lastTrue ?? '9') < DAMAGED && (firstFalse ?? '0') > DAMAGED).toBe(true);
    expect(secondsBetween).toBeLessThanOrEqual(120);
    expect(evidence.search).toMatchObject({ clusters: 12, changedMoreThanOnce: false });
    expect(moments).toHaveLength(12);
    expect([most(), there.size]).toEqual([4, 0]);
    expect(states.filter((state) => state === 'RestorePoints')).toHaveLength(3);
    expect(states.indexOf('AskForApproval')).toBeLessThan(states.indexOf('RestorePoints'));
    const [question, ended] = notifications;
    expect(question?.Subject).toBe('pilot-light: approve a search with up to 12 clusters?');
    expect(question?.Message).toContain('all of them cost 0.74 to 11.54 USD');
    expect(question?.Message).toContain('Without an answer until');
    expect(ended?.Message).toMatch(
      /The predicate was true at 2026-11-21 23:16 UTC, and false at 2026-11-21 23:18 UTC, .* later\./,
    );
    expect(ended?.Message).toMatch(/start-execution.*"mode":"rows"/);
    expect(ended?.Message).toContain(`"at":"${lastTrue}"`);
    expect(ended?.Message).not.toContain('"find"');
  });

  test('with rows asks twice, and an answer to the first question is none to the second', async () => {
    const { evidence, notifications, payloads } = await search({ input: { ...SEARCH, mode: 'rows' } });
    expect(evidence).toMatchObject({ verdict: 'PASSED', applied: { inserted: 10 } });
    expect(notifications.map(({ Subject }) => Subject)).toEqual([
      'pilot-light: approve a search with up to 12 clusters?',
      'pilot-light: approve bringing back 10 rows?',
      'pilot-light: damaged data: 10 rows brought back',
    ]);
    expect(notifications[0]?.Message).toContain('"question":"search"');
    expect(payloads['ApplyRowsArn']?.map(({ action }) => action)).toEqual(['plan', 'apply']);
  });

  test.each([
    [false, 'approval-rejected'],
    [undefined, 'approval-timed-out'],
  ])('restores nothing where the answer is %s', async (answer, reason) => {
    const { evidence, moments, result } = await search({ answer } as CorruptionProps);
    expect(result).toMatchObject({ status: 'FAILED', error: 'UnsafeToProceedError' });
    expect(evidence).toMatchObject({ verdict: 'REFUSED', findings: [{ step: 'AskForApproval' }] });
    expect(evidence.findings[0]?.cause).toContain(reason);
    expect(moments).toEqual([]);
  });

  test('of a predicate that makes no sense ends before anybody is asked', async () => {
    const wrong: Answer = () => {
      throw functionError('InvalidRequestError', 'find.sql: it is true in the live cluster now');
    };
    const { evidence, states, moments, notifications } = await search({ functions: { FindMomentArn: wrong } });
    expect(evidence).toMatchObject({ verdict: 'REFUSED', findings: [{ step: 'BeginSearch' }] });
    expect(states).not.toContain('AskForApproval');
    expect(moments).toEqual([]);
    expect(notifications).toHaveLength(1);
  });
});

describe('what a round answers', () => {
  test('true everywhere: the moment is after the last one, and what was not asked is not said', async () => {
    const { evidence, notifications } = await search({}, () => true);
    expect(evidence).toMatchObject({ verdict: 'PASSED', search: { firstFalse: null, searchedUntil: TO } });
    expect(notifications.at(-1)?.Message).toContain('it was not asked later than that, and the range ends at 02:00');
  });

  test('false everywhere: the beginning of the range is tested at last, and it ends by name', async () => {
    const { evidence, notifications, payloads, result } = await search({}, () => false);
    expect(result).toMatchObject({ status: 'FAILED' });
    expect(evidence).toMatchObject({
      findings: [{ step: 'TestMoment' }],
      search: { lastTrue: null, secondsBetween: null },
    });
    expect(evidence.findings[0]?.cause).toContain(`moment-not-found: the predicate is false already at ${FROM}`);
    expect(payloads['CompareDataArn']).toBeUndefined();
    expect(notifications.at(-1)?.Message).toContain('AN EARLIER TIME');
  });

  test('false everywhere but at the beginning: that was the last moment', async () => {
    const { evidence } = await search({}, (at) => at === FROM);
    expect(evidence).toMatchObject({ verdict: 'PASSED', search: { lastTrue: FROM } });
  });

  test('back and forth: the last change counts, and it says that there were more', async () => {
    const again = '2026-11-22T00:10:00.000Z';
    const wasTrue = (at: string) => at < DAMAGED || (at > again && at < '2026-11-22T01:00:00.000Z');
    const { evidence, notifications } = await search({}, wasTrue);
    expect(evidence).toMatchObject({ verdict: 'PASSED', search: { changedMoreThanOnce: true } });
    expect((evidence.search?.lastTrue ?? '') > again).toBe(true);
    expect(notifications.at(-1)?.Message).toContain('It changed more than once: this is the last time.');
  });
});

describe('trouble in a round', () => {
  const failing = (
    isLost: (at: string) => boolean,
    error = functionError('UnsafeToProceedError', 'quota-exceeded: 40'),
  ) =>
    clusters((at) => {
      if (isLost(at)) throw error;
      return restored('ready', { restoredTo: at });
    });

  test('one cluster that does not come up costs its answer and not the round', async () => {
    let lost: string | undefined;
    const { functions, there } = failing((at) => at === (lost ??= at));
    const { evidence, notifications } = await search({ functions });
    expect(evidence.verdict).toBe('PASSED');
    expect(evidence.search?.rounds[0]?.answers).toContainEqual(
      expect.objectContaining({ value: null, why: 'quota-exceeded: 40' }),
    );
    expect(notifications.at(-1)?.Message).toMatch(/No answer at .*quota-exceeded: 40/);
    expect(there.size).toBe(0);
  });

  test('three of four: it ends by name, and nothing is left', async () => {
    const { functions, there } = failing((at) => at !== '2026-11-21T22:48:00.000Z');
    const { evidence, result } = await search({ functions });
    expect(result).toMatchObject({ status: 'FAILED' });
    expect(evidence.findings[0]).toMatchObject({ step: 'NarrowMoment' });
    expect(evidence.findings[0]?.cause).toContain('too-few-answers: 1 of 4 restored clusters gave an answer');
    expect(there.size).toBe(0);
  });

  test('a predicate that makes no sense at a moment costs the answer of that moment', async () => {
    const { evidence: earlier } = await search({}, (at) => (at < '2026-11-21T22:50:00.000Z' ? null : at < DAMAGED));
    expect(earlier.verdict).toBe('PASSED');
    const { evidence: later } = await search({}, (at) =>
      at > '2026-11-22T01:00:00.000Z' ? null : at < '2026-11-21T23:40:00.000Z',
    );
    expect(later.verdict).toBe('PASSED');
  });

  test('throttling for minutes and functions that die are outlasted', async () => {
    const calls = new Map<string, number>();
    const { functions } = clusters((at) => {
      const call = (calls.get(at) ?? 0) + 1;
      calls.set(at, call);
      if (call % 2 === 1 && call < 20) throw functionError('TransientDependencyError', 'RDS answers Throttling');
      if (call < 20) throw functionError('Runtime.ExitError', 'RequestId: 1 Error: Runtime exited');
      return restored('ready', { restoredTo: at });
    });
    const { evidence } = await search({ functions });
    expect(evidence).toMatchObject({ verdict: 'PASSED', search: { clusters: 12 } });
  });

  test('a failover that begins meanwhile wins: it stands down, and removes its own clusters', async () => {
    const fenced = functionError('FencedOutError', 'failover-under-way: the failover 1 is under way');
    const { functions, there } = failing((at) => at > '2026-11-22T01:00:00.000Z', fenced);
    const { evidence, result, payloads } = await search({ functions });
    expect(result).toMatchObject({ status: 'FAILED', error: 'FencedOutError' });
    expect(evidence).toMatchObject({
      verdict: 'REFUSED',
      findings: [{ cause: expect.stringMatching(/^failover-under-way/) }],
    });
    expect(payloads['RestoreToPointInTimeArn']?.at(-1)).toMatchObject({ action: 'remove' });
    expect(there.size).toBe(0);
  });

  test('a primary region that does not answer ends it after a quarter of an hour, and says to fail over', async () => {
    const silent = functionError(
      'TransientDependencyError',
      'RDS DescribeDBClusters in us-east-1 gets no answer: TimeoutError',
    );
    const { functions } = failing(() => true, silent);
    const { evidence } = await search({ functions });
    expect(evidence.findings[0]?.cause).toContain('primary-unreachable');
    expect(evidence.nextActions[0]).toContain('pilot-light-regional-failover');
  });

  test('a cluster that takes for ever is not waited for', async () => {
    let slow: string | undefined;
    const { functions } = clusters((at) =>
      at === (slow ??= at) ? restored('restoring', { restoredTo: at }) : restored('ready', { restoredTo: at }),
    );
    const { evidence } = await search({ functions });
    expect(evidence.verdict).toBe('PASSED');
    expect(JSON.stringify(evidence.search?.rounds[0])).toContain('too late: restoring');
  });
});

test.each([
  ['with at', { at: FROM }, 'find: leave it out, or at and recoveryPointArn'],
  ['without its predicate', { find: { from: FROM } }, 'find.sql: write a predicate in SQL'],
  ['with another field', { find: { ...SEARCH.find, until: TO } }, 'until: there is no such field'],
  ['the wrong way round', { find: { ...SEARCH.find, from: TO, to: FROM } }, 'find.from: write a moment before find.to'],
  ['in the future', { find: { ...SEARCH.find, to: '2026-11-22T04:00:00Z' } }, 'find.to: write a moment that is over'],
  ['of two minutes', { find: { ...SEARCH.find, to: '2026-11-21T22:02:00Z' } }, 'find.from: leave find out, and write'],
  [
    'of 36 days',
    { find: { ...SEARCH.find, from: '2026-10-17T00:00:00Z' } },
    'find.from: write a moment at most 35 days',
  ],
])('a search %s is refused before anything is touched', async (_, changes, words) => {
  const { evidence, moments } = await search({ input: { ...SEARCH, ...changes } });
  expect(evidence).toMatchObject({ verdict: 'REFUSED', findings: [{ error: 'InvalidRequestError' }] });
  expect(evidence.findings[0]?.cause).toContain(words);
  expect(moments).toEqual([]);
  expect(evidence.nextActions[0]).toContain('start-execution');
});
