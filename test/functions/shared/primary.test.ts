import { callPrimary } from '../../../functions/shared/primary';
import { awsError } from '../lambda-context';

const withCode = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

test.each<readonly [string, Error, string]>([
  // No answer.
  ['TimeoutError', awsError('TimeoutError'), 'unreachable'],
  ['RequestTimeout', awsError('RequestTimeout'), 'unreachable'],
  ['ECONNREFUSED', withCode('ECONNREFUSED'), 'unreachable'],
  ['ECONNRESET', withCode('ECONNRESET'), 'unreachable'],
  ['ENOTFOUND', withCode('ENOTFOUND'), 'unreachable'],
  ['ETIMEDOUT', withCode('ETIMEDOUT'), 'unreachable'],
  ['EHOSTUNREACH', withCode('EHOSTUNREACH'), 'unreachable'],
  ['a handshake that fails', withCode('EPROTO'), 'unreachable'],
  ['InternalFailure', awsError('InternalFailure', 'no', 500), 'unreachable'],
  ['ServiceUnavailableException', awsError('ServiceUnavailableException', 'no', 503), 'unreachable'],
  ['any 5xx', awsError('SomethingNew', 'no', 502), 'unreachable'],
  // An answer: it is there, and busy.
  ['ThrottlingException', awsError('ThrottlingException'), 'throttled'],
  ['Throttling', awsError('Throttling'), 'throttled'],
  ['TooManyRequestsException', awsError('TooManyRequestsException', 'no', 429), 'throttled'],
  ['RequestLimitExceeded', awsError('RequestLimitExceeded', 'no', 503), 'throttled'],
  ['SlowDown', awsError('SlowDown', 'no', 503), 'throttled'],
  // An answer: the vault is not there.
  ['ResourceNotFoundException', awsError('ResourceNotFoundException'), 'notSetUp'],
])('a primary region that answers with %s', async (_, error, kind) => {
  expect(await callPrimary(() => Promise.reject(error))).toEqual({ kind, error });
});

test.each([
  'AccessDeniedException',
  'InvalidParameterValueException',
  'InvalidRequestException',
  'LimitExceededException',
])('%s is a refusal: an error of ours, and no state of the primary region', async (name) => {
  await expect(callPrimary(() => Promise.reject(awsError(name)))).rejects.toMatchObject({ name });
});

test('an answer is an answer', async () => {
  expect(await callPrimary(() => Promise.resolve(7))).toEqual({ kind: 'answered', answer: 7 });
});
