import { callOf } from '../shared/aws-call';
import { inWords, isTransient } from '../shared/aws-errors';
import type { Cell, Rows } from '../shared/data-api';
import { type HttpAnswer, judgeAnswer } from '../shared/http-check';
import { isResolverError } from '../shared/network-errors';
import type { Check } from './contract';

type SmokeHttpCheck = Extract<Check, { kind: 'http' }>;
type SqlCheck = Extract<Check, { kind: 'sql' }>;
type ObjectCheck = Extract<Check, { kind: 'object' }>;

/**
 * `repeat`: it may pass in a moment; something is still starting up, or an old answer is still cached. `because` says what
 * it has been learnt from: `wrong`, an answer that is not the expected one; `trouble`, no answer, or one that speaks of
 * trouble of its own: an outage may last for longer than one call of this function; `unresolved`, no resolver found the
 * host, so nothing has been learnt of what is tested.
 */
export type Judgement =
  | { readonly kind: 'passed'; readonly detail: string }
  | {
      readonly kind: 'failed';
      readonly detail: string;
      readonly repeat: boolean;
      readonly because: 'wrong' | 'trouble' | 'unresolved';
    };

export function judgeHttp(check: SmokeHttpCheck, answer: HttpAnswer): Judgement {
  const verdict = judgeAnswer(check, answer);
  return verdict.kind === 'asExpected'
    ? { kind: 'passed', detail: verdict.detail }
    : failed(verdict.detail, verdict.hasTrouble ? 'trouble' : 'wrong');
}

type Failure = Extract<Judgement, { kind: 'failed' }>;

/** Rows do not change by waiting: what they say is final. */
export function judgeSql(check: SqlCheck, rows: Rows): Judgement {
  const { equals, atLeast, atMost, rowsAtLeast } = check.expect;
  const value = rows[0]?.[0];
  const wrong: string[] = [];
  if (rowsAtLeast !== undefined && rows.length < rowsAtLeast)
    wrong.push(`${rows.length} rows, expected at least ${rowsAtLeast}`);
  if (equals !== undefined && value !== equals) wrong.push(`${show(value)}, expected ${show(equals)}`);
  if (atLeast !== undefined && !(toNumber(value) >= atLeast))
    wrong.push(`${show(value)}, expected at least ${atLeast}`);
  if (atMost !== undefined && !(toNumber(value) <= atMost)) wrong.push(`${show(value)}, expected at most ${atMost}`);
  if (wrong.length > 0) return { kind: 'failed', detail: wrong.join('; '), repeat: false, because: 'wrong' };
  return { kind: 'passed', detail: rowsAtLeast === undefined ? show(value) : `${rows.length} rows` };
}

export function judgeObject(check: ObjectCheck, sizeBytes: number | undefined): Judgement {
  if (sizeBytes === undefined) return failed(`${check.key} is not in ${check.bucket}`);
  if (sizeBytes < check.bytesAtLeast) return failed(`${sizeBytes} bytes, expected at least ${check.bytesAtLeast}`);
  return { kind: 'passed', detail: `${sizeBytes} bytes` };
}

/** Errors of the Data API that another attempt does not mend (RDS Data API, common errors). */
const FINAL_ERRORS: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'BadRequestException',
  'DatabaseErrorException',
  'ForbiddenException',
  'InvalidSecretException',
  'UnsupportedResultException',
]);

export function judgeError(error: unknown): Judgement {
  if (!(error instanceof Error)) return failed(String(error));
  const code: unknown = 'code' in error ? error.code : undefined;
  const label = typeof code === 'string' ? code : error.name;
  const repeat = !FINAL_ERRORS.has(error.name);
  const mayPass = repeat && isTransient(error);
  return {
    kind: 'failed',
    // A service in trouble is named: it is not what is tested.
    detail: mayPass && callOf(error) !== undefined ? inWords(error) : `${label}: ${error.message}`,
    repeat,
    because: isResolverError(error) ? 'unresolved' : mayPass ? 'trouble' : 'wrong',
  };
}

/** How long to pause before the next attempt: a second, then twice as long, at most five. */
export function pauseMs(attempt: number): number {
  return Math.min(1000 * 2 ** (attempt - 1), 5000);
}

function failed(detail: string, because: Failure['because'] = 'wrong'): Failure {
  return { kind: 'failed', detail, repeat: true, because };
}

/** PostgreSQL's numeric comes as text. */
function toNumber(value: Cell | undefined): number {
  return value === null || value === undefined || value === '' ? Number.NaN : Number(value);
}

function show(value: Cell | undefined): string {
  return value === undefined ? 'no row' : JSON.stringify(value);
}
