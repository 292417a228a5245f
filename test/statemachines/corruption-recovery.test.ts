import {
  AT,
  compared,
  type CorruptionProps,
  appliedRows,
  ME,
  planned,
  recover,
  removed,
  restored,
} from './corruption-run';
import { type Answer, functionError } from './failover-functions';

const ROWS = { mode: 'rows', reason: 'a bad delete', requestedBy: 'ada', at: AT };
const EXPORT = { mode: 'export', reason: 'a bad delete', requestedBy: 'ada', at: AT, keepHours: 3 };
const calls = (run: Awaited<ReturnType<typeof recover>>, name: string) => run.payloads[name] ?? [];
const restoring = (answer: Answer): CorruptionProps['functions'] => ({
  RestoreToPointInTimeArn: (payload: never, call: number) => {
    const { action } = payload as { action: string };
    if (action === 'restore') return answer(payload, call);
    return action === 'watch' ? { goesOn: true } : removed('gone');
  },
});

describe('inspect', () => {
  test('compares, says what is missing and how to bring it back, and writes nothing', async () => {
    const run = await recover();
    expect(run.result).toMatchObject({ status: 'SUCCEEDED' });
    expect(run.evidence).toMatchObject({ verdict: 'PASSED', findings: [], kept: null });
    expect(calls(run, 'ApplyRowsArn')).toEqual([]);
    expect(run.notifications).toHaveLength(1);
    const [{ Subject, Message } = { Subject: '', Message: '' }] = run.notifications;
    expect(Subject).toBe('pilot-light: damaged data inspected: 10 deleted, 0 changed');
    expect(Message).toContain('public.orders: 10 deleted, 0 changed, 7 added since');
    expect(Message).toMatch(/Next: bring the rows back.*\n.*start-execution.*"mode":"rows"/);
    expect(run.lockStatus).toBe('PASSED');
  });

  test('a comparison of several calls is handed its cursor back, and the failover is asked for in between', async () => {
    const run = await recover({
      functions: {
        CompareDataArn: (_, call: number) =>
          call === 1 ? compared(0, 0, { phase: 'working', cursor: { after: 'a' }, tables: [] }) : compared(10),
      },
    });
    expect(calls(run, 'CompareDataArn').map(({ cursor }) => cursor)).toEqual([null, { after: 'a' }]);
    expect(run.states.indexOf('WatchFailover')).toBeGreaterThan(run.states.indexOf('CompareData'));
    expect(run.evidence.verdict).toBe('PASSED');
  });
});

describe('rows', () => {
  test('are written after a person has agreed to their counts, compared again, and can be taken back', async () => {
    const run = await recover({ input: ROWS, answer: true });
    expect(run.evidence).toMatchObject({ verdict: 'PASSED', applied: { inserted: 10 } });
    expect(calls(run, 'ApplyRowsArn').map(({ action }) => action)).toEqual(['plan', 'apply']);
    expect(calls(run, 'CompareDataArn').map(({ label }) => label)).toEqual(['before', 'after']);
    const question = run.notifications.find(({ Subject }) => Subject === 'pilot-light: approve bringing back 10 rows?');
    expect(question?.Message).toContain(
      'Planned for public.orders: 10 to insert, 0 to update, 0 to keep as they are now',
    );
    expect(run.evidence.nextActions[0]).toContain('pilot-light-applyRows');
  });

  test.each([
    [false, 'approval-rejected'],
    [undefined, 'approval-timed-out'],
  ])('are not written where the answer is %s', async (answer, reason) => {
    const run = await recover({ input: ROWS, ...(answer === undefined ? {} : { answer }) });
    expect(run.result).toMatchObject({ status: 'FAILED', error: 'UnsafeToProceedError' });
    expect(calls(run, 'ApplyRowsArn').map(({ action }) => action)).toEqual(['plan']);
    expect(run.evidence).toMatchObject({ verdict: 'REFUSED', findings: [{ step: 'AskForApproval' }] });
    expect(run.evidence.findings[0]?.cause).toContain(reason);
    expect(run.evidence.nextActions[0]).toContain('start-execution');
    expect(calls(run, 'RestoreToPointInTimeArn').at(-1)).toMatchObject({ action: 'remove', evenIfKept: true });
  });

  test('that cannot be brought back as asked end by name, and nobody is asked', async () => {
    const blocked = {
      ApplyRowsArn: () => planned(10, { blockers: ['public.payments is gone: write CREATE TABLE first'] }),
    };
    const run = await recover({ input: ROWS, functions: blocked });
    expect(run.states).not.toContain('AskForApproval');
    expect(run.evidence.findings[0]?.cause).toContain('rows-blocked: public.payments is gone');
  });

  test('of which none is missing end at once, and have passed', async () => {
    const run = await recover({ input: ROWS, functions: { ApplyRowsArn: () => planned(0) } });
    expect(run.states).not.toContain('AskForApproval');
    expect(run.evidence.verdict).toBe('PASSED');
  });

  test('go on after a function that died, with what it had reached', async () => {
    let isDead = false;
    const run = await recover({
      input: ROWS,
      answer: true,
      functions: {
        ApplyRowsArn: (payload: never) => {
          if ((payload as { action: string }).action === 'plan') return planned(10);
          if (!isDead) {
            isDead = true;
            throw functionError('Runtime.ExitError', 'RequestId: 1 Error: Runtime exited');
          }
          return appliedRows('done', 10);
        },
      },
    });
    expect(run.evidence.verdict).toBe('PASSED');
  });

  test('that are still missing afterwards are a failure', async () => {
    const run = await recover({ input: ROWS, answer: true, functions: { CompareDataArn: () => compared(10) } });
    expect(run.result).toMatchObject({ status: 'FAILED', error: 'CorruptionRecoveryFailed' });
    expect(run.evidence.findings[0]?.cause).toContain('rows-missing: 10 rows more than the 0 that were left out');
    expect(run.evidence.nextActions.join('\n')).toContain('pilot-light-applyRows');
  });
});

describe('export', () => {
  test('is reported, frees the lock, is kept, and is removed and reported when its time is over', async () => {
    let removals = 0;
    const keepUntil = '2026-11-22T06:00:00.000Z';
    const run = await recover({
      input: EXPORT,
      functions: {
        RestoreToPointInTimeArn: (payload: never) => {
          const { action, recoveryId } = payload as { action: string; recoveryId: string | null };
          if (action === 'restore') return restored('ready', { keepUntil });
          if (recoveryId === null) return removed('gone');
          removals += 1;
          return removals < 4
            ? removed('kept', { keptUntil: keepUntil })
            : removed(removals === 4 ? 'working' : 'gone');
        },
      },
    });
    expect(run.seconds).toBeGreaterThan(3 * 3600 - 60);
    expect(run.notifications.map(({ Subject }) => Subject)).toEqual([
      'pilot-light: damaged data: the restored cluster is ready to be read',
      'pilot-light: the restored cluster was removed',
    ]);
    expect(run.states.indexOf('ReleaseLock')).toBeLessThan(run.states.indexOf('WaitWhileKept'));
    expect(calls(run, 'CompareDataArn')).toEqual([]);
    expect(run.result).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('what ends it', () => {
  test.each([
    ['the future', { at: '2026-11-22T04:00:00Z' }, 'is in the future'],
    ['no moment', { at: null }, 'one of them is needed'],
    ['a predicate without rows', { where: { 'public.orders': 'id = 1' } }, 'where: write "rows" for mode'],
    ['a time to keep that is over', { keepUntil: AT }, 'keepUntil: write a time to come'],
    ['too long a time to keep', { keepUntil: '2027-01-01T00:00:00Z' }, 'within 168 hours'],
  ])('an input with %s is refused before anything is touched', async (_, changes, words) => {
    const input = { reason: 'a bad delete', requestedBy: 'ada', at: AT, ...changes };
    const run = await recover({ input });
    expect(run.result).toMatchObject({ status: 'FAILED', error: 'InvalidRequestError' });
    expect(run.evidence).toMatchObject({ verdict: 'REFUSED' });
    expect(run.evidence.findings[0]?.cause).toContain(words);
    expect(calls(run, 'RestoreToPointInTimeArn')).toEqual([]);
    expect(run.evidence.nextActions[0]).toContain('start-execution');
  });

  test.each([
    ['a moment', {}],
    [
      'a recovery point',
      { at: null, recoveryPointArn: 'arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:x' },
    ],
    ['fields that are null', { find: null, where: null, keepUntil: null }],
  ])('one with %s is not', async (_, changes) => {
    const run = await recover({ input: { reason: 'a bad delete', requestedBy: 'ada', at: AT, ...changes } });
    expect(run.evidence.verdict).toBe('PASSED');
  });

  test('a second one stands down and touches nothing', async () => {
    const owner = ME.replace(':now', ':other');
    const run = await recover({ lock: { owner, status: 'RUNNING' } });
    expect(run.result).toMatchObject({ status: 'FAILED', error: 'FencedOutError' });
    expect(calls(run, 'RestoreToPointInTimeArn')).toEqual([]);
    expect(run.evidence.nextActions[0]).toContain(owner);
    expect(run.lockStatus).toBe('RUNNING');
  });

  test('a failover that begins meanwhile wins: it stands down, and removes its own cluster', async () => {
    let isUnderWay = false;
    const run = await recover({
      input: ROWS,
      functions: {
        RestoreToPointInTimeArn: (payload: never) => {
          const { action } = payload as { action: string };
          if (action === 'remove') return removed('gone');
          if (action === 'restore') return restored('ready');
          if (isUnderWay) throw functionError('FencedOutError', 'failover-under-way: the failover 1 is under way');
          isUnderWay = true;
          return { goesOn: true };
        },
      },
    });
    expect(run.result).toMatchObject({ status: 'FAILED', error: 'FencedOutError' });
    expect(calls(run, 'ApplyRowsArn').map(({ action }) => action)).toEqual(['plan']);
    expect(calls(run, 'RestoreToPointInTimeArn').at(-1)).toMatchObject({ action: 'remove', evenIfKept: true });
    expect(run.evidence.findings[0]?.cause).toContain('failover-under-way');
  });

  test('a primary region that does not answer: after a quarter of an hour it says to fail over, to data of before', async () => {
    const silent = () => {
      throw functionError(
        'TransientDependencyError',
        'RDS DescribeDBClusters in us-east-1 gets no answer: TimeoutError',
      );
    };
    const run = await recover({ functions: restoring(silent) });
    expect(run.evidence.findings[0]?.cause).toContain('primary-unreachable');
    expect(run.seconds).toBeGreaterThan(900);
    expect(run.seconds).toBeLessThan(1800);
    expect(run.evidence.nextActions[0]).toContain('pilot-light-regional-failover');
    expect(run.evidence.nextActions[0]).toContain(`"notAfter":"${AT}"`);
    expect(run.notifications[0]?.Message).toContain('pilot-light-regional-failover');
  });

  test('throttling for minutes is outlasted', async () => {
    const run = await recover({
      functions: restoring((_, call: number) => {
        if (call < 20)
          throw functionError('TransientDependencyError', 'RDS DescribeDBClusters in us-east-1 answers Throttling');
        return restored('ready');
      }),
    });
    expect(run.evidence.verdict).toBe('PASSED');
    expect(run.seconds).toBeGreaterThan(60);
  });

  test('a restored cluster that does not come up: the next command starts another', async () => {
    const run = await recover({
      functions: restoring(() => {
        throw functionError('UnsafeToProceedError', 'restored-cluster-failed: the cluster x has the status failed');
      }),
    });
    expect(run.evidence).toMatchObject({ verdict: 'FAILED', findings: [{ step: 'RestoreToPointInTime' }] });
    expect(run.evidence.nextActions[0]).toContain('start-execution');
    expect(run.notifications.at(-1)?.Subject).toBe(
      'pilot-light: recovery from damaged data FAILED at RestoreToPointInTime',
    );
  });
});
