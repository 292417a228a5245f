import type { Database } from '../shared/data-api';
import type { Probes } from './aws';
import type { Check, Output } from './contract';
import { type Judgement, judgeError, judgeHttp, judgeObject, judgeSql, pauseMs } from './decide';

export interface CheckRun {
  readonly probes: Probes;
  readonly database: Database | undefined;
  readonly attemptTimeoutMs: number;
  readonly deadlineMs: number;
  readonly now: () => number;
}

export interface RanCheck {
  readonly result: Output['checks'][number];
  /** Of the last attempt. */
  readonly judgement: Judgement;
}

/** Runs one check, again and again while it may still pass, until the deadline. It never throws. */
export async function runCheck(check: Check, run: CheckRun): Promise<RanCheck> {
  const startedMs = run.now();
  for (let attempt = 1; ; attempt += 1) {
    const judgement = await judge(check, run).catch(judgeError);
    const pause = pauseMs(attempt);
    const isLast = judgement.kind === 'passed' || !judgement.repeat || run.now() + pause >= run.deadlineMs;
    if (isLast) {
      const result = {
        name: check.name,
        suite: check.suite,
        kind: check.kind,
        passed: judgement.kind === 'passed',
        attempts: attempt,
        durationMs: run.now() - startedMs,
        detail: judgement.detail,
        mayPass: judgement.kind === 'failed' && judgement.because !== 'wrong',
      };
      return { result, judgement };
    }
    await run.probes.pause(pause);
  }
}

async function judge(check: Check, { probes, database, attemptTimeoutMs }: CheckRun): Promise<Judgement> {
  switch (check.kind) {
    case 'http':
      return judgeHttp(check, await probes.http(check.url, check.connectTo, attemptTimeoutMs));
    case 'object':
      return judgeObject(check, await probes.objectSize(check.bucket, check.key));
    case 'sql':
      if (database === undefined)
        return { kind: 'failed', detail: 'no database was given', repeat: false, because: 'wrong' };
      return judgeSql(check, await probes.sql(database, check.database, check.sql, attemptTimeoutMs));
  }
}
