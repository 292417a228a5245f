import { isQuota, isRefusal, isThrottled, isTransient, nameError } from '../../../functions/shared/aws-errors';
import { UnsafeToProceedError } from '../../../functions/shared/errors';
import { awsError } from '../lambda-context';

const withCode = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

/** Errno of sockets and of c-ares, undici, Node's HTTP parser, TLS and certificates. */
const NO_ANSWER = `
  ECONNREFUSED ECONNRESET ECONNABORTED EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN ETIMEDOUT EPIPE
  EPROTO EADDRNOTAVAIL EMFILE EAI_AGAIN ENOTFOUND ESERVFAIL ETIMEOUT UND_ERR_CONNECT_TIMEOUT
  UND_ERR_HEADERS_TIMEOUT UND_ERR_SOCKET HPE_INVALID_CONSTANT ERR_SSL_WRONG_VERSION_NUMBER
  ERR_TLS_CERT_ALTNAME_INVALID ERR_TLS_HANDSHAKE_TIMEOUT ERR_HTTP2_STREAM_ERROR
  ERR_STREAM_PREMATURE_CLOSE ERR_SOCKET_CONNECTION_TIMEOUT CERT_HAS_EXPIRED
  DEPTH_ZERO_SELF_SIGNED_CERT UNABLE_TO_VERIFY_LEAF_SIGNATURE HOSTNAME_MISMATCH
`;

describe('a call that got no answer may succeed by itself', () => {
  test.each(NO_ANSWER.trim().split(/\s+/))('%s', (code) => {
    expect(isTransient(withCode(code))).toBe(true);
    expect(nameError(withCode(code)).name).toBe('TransientDependencyError');
    expect(isRefusal(withCode(code))).toBe(false);
  });

  test("where it is the cause, as of undici's fetch failed", () => {
    expect(isTransient(new TypeError('fetch failed', { cause: withCode('EHOSTUNREACH') }))).toBe(true);
  });

  test('and an answer that could not be read counts as none: the call may have had its effect', () => {
    const unreadable = awsError('SyntaxError', 'Unexpected end of JSON input', 200);
    expect(isTransient(unreadable)).toBe(true);
    expect(isRefusal(unreadable)).toBe(false);
  });
});

describe('is no matter of waiting', () => {
  test.each<readonly [string, Error]>([
    ['a bug of ours', new TypeError('undefined is not a function')],
    ['an argument that Node refuses', withCode('ERR_INVALID_ARG_TYPE')],
    ['a file of the bundle that is missing', withCode('ENOENT', { syscall: 'open', path: '/var/task/x' })],
    ['a denial', awsError('AccessDeniedException', 'no', 403)],
    ['what a person has to decide, whatever it came from', unsafe()],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });

  test('a quota: it is told as what it is', () => {
    const error = awsError('LimitExceededException', 'You have reached the limit of 5 copies');
    expect([isTransient(error), isThrottled(error), isQuota(error)]).toEqual([false, false, true]);
    expect(nameError(error)).toMatchObject({
      name: 'UnsafeToProceedError',
      message: 'quota-exceeded: LimitExceededException: You have reached the limit of 5 copies',
    });
  });
});

test('a database that was paused resumes by itself, though the Data API answers 400', () => {
  const resuming = awsError('DatabaseResumingException', 'The Aurora DB instance db-1 is resuming', 400);
  expect(isTransient(resuming)).toBe(true);
  expect(nameError(resuming).name).toBe('TransientDependencyError');
});

test('status 429 is throttling, whatever the error is called', () => {
  expect(isThrottled(awsError('SomethingNew', 'slow down', 429))).toBe(true);
});

test.each<readonly [string, Error, boolean]>([
  ['denied', awsError('AccessDenied', 'no', 403), true],
  ['invalid', awsError('InvalidParameterValueException'), true],
  ['throttled: an attempt before it may have had no answer', awsError('ThrottlingException'), false],
  ['a failure of the service', awsError('InternalServiceFault', 'down', 500), false],
  ['a change under way', awsError('PriorRequestNotComplete'), false],
  ['no answer', awsError('TimeoutError', 'none', 0), false],
  ['an error of ours', new TypeError('no'), false],
])('after an answer that it did nothing, and only then, a call is refused: %s', (_, error, refused) => {
  expect(isRefusal(error)).toBe(refused);
});

function unsafe(): Error {
  return Object.assign(new UnsafeToProceedError('not-ours', 'no'), { cause: withCode('ECONNRESET') });
}
