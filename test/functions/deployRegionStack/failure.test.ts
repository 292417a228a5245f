import { isInTheWay, isPassing } from '../../../functions/deployRegionStack/failure';

const handler = (message: string, code: string) =>
  `Resource handler returned message: "${message}" (RequestToken: 1b2c, HandlerErrorCode: ${code})`;
const lambda = (message: string, status: number) =>
  `${message} (Service: Lambda, Status Code: ${status}, Request ID: 1)`;

test.each([
  handler('Rate exceeded', 'Throttling'),
  handler('An internal error occurred', 'ServiceInternalError'),
  handler('Read timed out', 'ServiceTimeout'),
  handler('Connection reset', 'NetworkFailure'),
  handler('Internal', 'InternalFailure'),
  handler('Internal', 'HandlerInternalFailure'),
  handler('Exceeded attempts to wait', 'NotStabilized'),
  handler('An update is in progress for resource: fn', 'ResourceConflict'),
  handler(lambda('Service unavailable', 503), 'GeneralServiceException'),
  handler('Something happened', 'GeneralServiceException'),
  // A handler that maps what it does not know to a bad request says what it was in its text.
  handler(lambda('Rate exceeded', 429), 'InvalidRequest'),
  handler(lambda('Internal', 500), 'Unknown'),
  handler(lambda('Unable to complete operation due to concurrent modification', 409), 'InvalidRequest'),
  handler(
    'Error occurred while GetObject. S3 Error Code: SlowDown. S3 Error Message: Please reduce your request rate.',
    'InvalidRequest',
  ),
  handler('Error occurred while GetObject. S3 Error Code: InternalError.', 'InvalidRequest'),
  handler('There is insufficient capacity in the zone', 'InvalidRequest'),
  'Rate exceeded (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: 1)',
  'Internal Failure',
  'Service is unavailable',
  'Resource did not stabilize',
  'Exceeded attempts to wait',
  'Unable to connect to the endpoint',
])('may pass by itself: %s', (reason) => {
  expect(isPassing(reason)).toBe(true);
});

test.each([
  handler(lambda('User is not authorized to perform: lambda:CreateFunction', 403), 'AccessDenied'),
  handler('no tagging', 'UnauthorizedTaggingOperation'),
  handler(lambda('The runtime parameter of nodejs6.10 is no longer supported', 400), 'InvalidRequest'),
  handler('expired', 'InvalidCredentials'),
  handler('Function already exist: pilot-light-workload', 'AlreadyExists'),
  handler(lambda('Code storage limit exceeded', 400), 'ServiceLimitExceeded'),
  handler(lambda('Route with key GET /health already exists for this API', 409), 'InvalidRequest'),
  handler('create-only', 'NotUpdatable'),
  handler('No log group', 'NotFound'),
  handler('denied by a hook', 'NonCompliant'),
  handler(lambda('A malformed request', 400), 'GeneralServiceException'),
  handler(
    lambda('S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.', 400),
    'InvalidRequest',
  ),
  'API: lambda:CreateFunction Access Denied',
  'Template format error: unsupported structure',
  'pilot-light-workload already exists',
])('stays as it is: %s', (reason) => {
  expect(isPassing(reason)).toBe(false);
});

test.each([
  [handler('Function already exist: pilot-light-workload', 'AlreadyExists'), true],
  ["Resource of type 'AWS::Lambda::Function' with identifier 'pilot-light-workload' already exists.", true],
  [handler('Rate exceeded', 'Throttling'), false],
])('something is in the way: %s is %s', (reason, expected) => {
  expect(isInTheWay(reason)).toBe(expected);
});
