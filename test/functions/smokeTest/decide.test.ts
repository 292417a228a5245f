import * as z from 'zod';
import type { Rows } from '../../../functions/shared/data-api';
import { Check, Environment } from '../../../functions/smokeTest/contract';
import { callLogger } from '../../../functions/shared/aws-call';
import { judgeError, judgeHttp, judgeObject, judgeSql, pauseMs } from '../../../functions/smokeTest/decide';
import { awsError } from '../lambda-context';

const HttpCheck = Check.options[0];
const SqlCheck = Check.options[1];
const http = (expectations: object) =>
  HttpCheck.parse({ kind: 'http', suite: 'standby', name: 'n', url: 'https://a.example.com/', ...expectations });
const sql = (expect: object) =>
  SqlCheck.parse({ kind: 'sql', suite: 'standby', name: 'n', database: 'd', sql: 's', expect });

test.each<readonly [object, number, string, string]>([
  [{}, 200, '', 'passed'],
  [{}, 500, '', 'failed'],
  [{ expectStatus: 204 }, 204, '', 'passed'],
  [{ expectBodyIncludes: 'ok' }, 200, 'all ok', 'passed'],
  [{ expectBodyIncludes: 'ok' }, 200, 'bad', 'failed'],
  [{ expectJson: { region: 'us-west-2' } }, 200, '{"region":"us-west-2","more":1}', 'passed'],
  [{ expectJson: { region: 'us-west-2' } }, 200, '{"region":"us-east-1"}', 'failed'],
  [{ expectJson: { region: 'us-west-2' } }, 200, '<html>', 'failed'],
])('http %j with %i %j: %s', (expectations, status, body, expected) => {
  expect(judgeHttp(http(expectations), { status, body }).kind).toBe(expected);
});

test('what was found and what was expected are both said', () => {
  expect(judgeHttp(http({ expectJson: { region: 'b' } }), { status: 200, body: '{"region":"a"}' }).detail).toBe(
    'region is "a", expected "b"',
  );
});

test.each<readonly [object, Rows, string]>([
  [{ atLeast: 1 }, [[5]], 'passed'],
  [{ atLeast: 1 }, [[0]], 'failed'],
  [{ atLeast: 1 }, [], 'failed'],
  [{ atLeast: 1 }, [[null]], 'failed'],
  [{ atLeast: 1.5 }, [['2.5']], 'passed'],
  [{ atMost: 3 }, [[4]], 'failed'],
  [{ equals: 'x' }, [['x']], 'passed'],
  [{ equals: true }, [[false]], 'failed'],
  [{ rowsAtLeast: 2 }, [[1], [2]], 'passed'],
  [{ rowsAtLeast: 2 }, [[1]], 'failed'],
])('sql %j with %j: %s', (expectations, rows, expected) => {
  expect(judgeSql(sql(expectations), rows).kind).toBe(expected);
});

test('an object has to be there and not empty', () => {
  const check = Check.options[2].parse({ kind: 'object', suite: 'frontend', name: 'n', bucket: 'b', key: 'k' });
  expect(judgeObject(check, undefined)).toMatchObject({ kind: 'failed', detail: 'k is not in b' });
  expect(judgeObject(check, 0).kind).toBe('failed');
  expect(judgeObject(check, 1).kind).toBe('passed');
});

test.each([
  ['DatabaseResumingException', true],
  ['DatabaseUnavailableException', true],
  ['ServiceUnavailableError', true],
  ['HttpEndpointNotEnabledException', true],
  ['BadRequestException', false],
  ['DatabaseErrorException', false],
  ['AccessDeniedException', false],
])('%s is worth another attempt: %s', (name, repeat) => {
  expect(judgeError(awsError(name))).toMatchObject({ kind: 'failed', repeat });
});

test.each<readonly [string, unknown, string]>([
  ['a connection that is refused', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'trouble'],
  [
    'a name that is not resolved',
    Object.assign(new Error('x'), { code: 'ESERVFAIL', syscall: 'queryA' }),
    'unresolved',
  ],
  ['silence', Object.assign(new Error('no answer within 10000 ms'), { code: 'ETIMEDOUT' }), 'trouble'],
  ['throttling', awsError('ThrottlingException'), 'trouble'],
  ['a 503', awsError('ServiceUnavailableError', 'x', 503), 'trouble'],
  ['a refusal', awsError('AccessDeniedException', 'x', 403), 'wrong'],
  ['a database error', awsError('DatabaseErrorException', 'x', 400), 'wrong'],
])('%s fails a check because of it: %#', (_, error, because) => {
  expect(judgeError(error)).toMatchObject({ kind: 'failed', because });
});

test.each([
  [429, 'trouble'],
  [500, 'trouble'],
  [503, 'trouble'],
  [404, 'wrong'],
  [403, 'wrong'],
])('a status of %i is %s', (status, because) => {
  expect(judgeHttp(http({}), { status, body: '' })).toMatchObject({ kind: 'failed', because });
});

test('pauses grow to five seconds', () => {
  expect([1, 2, 3, 4, 5].map(pauseMs)).toEqual([1000, 2000, 4000, 5000, 5000]);
});

test.each<readonly [string, object, string]>([
  ['an http URL', { url: 'http://a.example.com' }, 'write an https URL'],
  ['an unknown field', { expected: 200 }, 'expected'],
])('a check with %s is refused', (_, overrides, message) => {
  const parsed = HttpCheck.safeParse({
    kind: 'http',
    suite: 'standby',
    name: 'n',
    url: 'https://a.example.com/',
    ...overrides,
  });
  expect(parsed.success).toBe(false);
  expect(z.prettifyError(parsed.error ?? new z.ZodError([]))).toContain(message);
});

test('a SQL check that expects nothing is refused', () => {
  expect(() => sql({})).toThrow('write what is expected');
});

test('checks that are no JSON are refused', () => {
  const environment = { LOCK_TABLE_NAME: 'l', CHECKS: '[', CHECK_TIMEOUT_SECONDS: '1', DEADLINE_SECONDS: '1' };
  expect(Environment.safeParse(environment).error?.issues[0]).toMatchObject({
    path: ['CHECKS'],
    message: 'write valid JSON',
  });
});

test('a service in trouble is named with its call; what it says of the data, or a host without a name, is not', () => {
  const called = (error: Error) => {
    callLogger().error({ clientName: 'RDSDataClient', commandName: 'ExecuteStatementCommand', error });
    return judgeError(error).detail;
  };
  const silence = Object.assign(new Error('x'), { name: 'TimeoutError', code: 'ETIMEDOUT' });
  expect(called(silence)).toBe('RDS Data API ExecuteStatement gets no answer: TimeoutError (x)');
  expect(called(awsError('ServiceUnavailableError', 'x', 503))).toBe(
    'RDS Data API ExecuteStatement answers ServiceUnavailableError (x)',
  );
  expect(called(awsError('DatabaseErrorException', 'no such table', 400))).toBe(
    'DatabaseErrorException: no such table',
  );
  expect(judgeError(Object.assign(new Error('x'), { code: 'ETIMEDOUT' })).detail).toBe('ETIMEDOUT: x');
});
