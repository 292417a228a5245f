import { lastError } from '../../../functions/shared/trouble';

/** As Step Functions hands an error over: of a function, of an integration, of its own. */
test.each([
  ['TransientDependencyError', 'RDS DescribeDBClusters answers InternalFailure (down)', undefined, /^RDS DescribeDB/],
  ['TransientDependencyError', '', undefined, 'TransientDependencyError'],
  [
    'Lambda.TooManyRequestsException',
    'Rate exceeded',
    undefined,
    'Lambda Invoke answers TooManyRequestsException (Rate exceeded)',
  ],
  [
    'Lambda.SdkClientException',
    'Unable to execute',
    undefined,
    'Lambda Invoke gets no answer: SdkClientException (Unable to execute)',
  ],
  [
    'DynamoDb.InternalServerErrorException',
    'down (Service: DynamoDb, Status Code: 500, Request ID: 1)',
    'DynamoDB GetItem',
    'DynamoDB GetItem answers InternalServerErrorException (down)',
  ],
  ['States.Timeout', '', 'DynamoDB GetItem', 'DynamoDB GetItem gets no answer in time'],
  ['States.Timeout', '', undefined, 'Lambda Invoke gets no answer in time'],
  [
    'Sandbox.Timedout',
    'Task timed out after 30.00 seconds',
    undefined,
    /^the function ended without an answer: .*30.00/,
  ],
  ['States.TaskFailed', 'x', undefined, 'States.TaskFailed: x'],
])('of %s (%s) a person reads which call failed, and how', (Error, Cause, call, text) => {
  expect(lastError({ Error, Cause }, call)).toEqual(text instanceof RegExp ? expect.stringMatching(text) : text);
});
