import { TaskFailedError } from '../../simulator/asl/errors';
import { functionError } from './failover-functions';

/** What a function's step may meet that passes by itself, as Step Functions names it. */
export const PASSING: Readonly<Record<string, () => TaskFailedError>> = {
  'a function that was throttled': () => functionError('TransientDependencyError', 'ThrottlingException'),
  'a function that meets another change': () =>
    functionError('ConcurrentUpdateError', 'another execution has changed it'),
  'Lambda that throttles': () => new TaskFailedError('Lambda.TooManyRequestsException', 'Rate Exceeded.'),
  'Lambda that fails': () => new TaskFailedError('Lambda.ServiceException', 'Status Code: 500'),
  'Lambda that does not answer': () =>
    new TaskFailedError('Lambda.SdkClientException', 'Unable to execute HTTP request'),
  'a function that dies': () => new TaskFailedError('Runtime.ExitError', 'RequestId: x Error: Runtime exited'),
  'a function that takes too long': () =>
    new TaskFailedError('Sandbox.Timedout', 'Task timed out after 120.00 seconds'),
  'a step that takes too long': () => new TaskFailedError('States.Timeout', ''),
};

/** What does not pass by waiting, and the name under which the execution ends. */
export const DEFINITE: Readonly<Record<string, () => TaskFailedError>> = {
  'a request that makes no sense': () => functionError('InvalidRequestError', 'the input is not valid'),
  'another owner': () => functionError('FencedOutError', 'the incident belongs to somebody'),
  'a permission that a function lacks': () =>
    functionError('InvariantViolationError', "the function's role lacks a permission"),
  'a function that may not be called': () =>
    new TaskFailedError('Lambda.AccessDeniedException', 'not authorized to perform: lambda:InvokeFunction'),
  'a function that is not there': () => new TaskFailedError('Lambda.ResourceNotFoundException', 'Function not found'),
  'code that does not load': () => new TaskFailedError('Runtime.ImportModuleError', 'Cannot find module'),
  'an expression that fails': () => new TaskFailedError('States.QueryEvaluationError', 'undefined'),
};
