import { awsError } from './lambda-context';

/** What AWS Backup answers for a vault that is not there (https://github.com/aws/aws-sdk-js/issues/2625). */
export const GONE = awsError('AccessDeniedException', 'Insufficient privileges to perform this action.', 403);
