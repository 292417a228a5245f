import { plainText } from '../../../functions/shared/plain-text';

const LIBRARY = '@smithy/node-http-handler';

/* As @smithy/node-http-handler words them. */
test.each([
  [
    `${LIBRARY} - [ERROR] a request has exceeded the configured 15000 ms requestTimeout.`,
    'no answer within 15 seconds',
  ],
  [
    `${LIBRARY} - the request socket did not establish a connection with the server within the configured timeout of 2000 ms.`,
    'no connection within 2 seconds',
  ],
  [
    `${LIBRARY} - the request socket timed out after 46000 ms of inactivity (configured by client requestHandler).`,
    'silence within 46 seconds',
  ],
])('%s reads as %s', (said, text) => {
  expect(plainText(said)).toBe(text);
  const thrown = JSON.stringify({ errorType: 'E', errorMessage: `RDS X gets no answer: TimeoutError (${said})` });
  expect(plainText(thrown)).toBe(`RDS X gets no answer: TimeoutError (${text})`);
});
