import { isNamed } from '../../shared/aws-errors';
import { ConcurrentUpdateError, TransientDependencyError, UnsafeToProceedError } from '../../shared/errors';

/** CloudFormation reports what S3 answered it as a ValidationError, passing trouble too. */
const PASSING_S3_ERROR =
  /^S3 error: .*(internal error|reduce your request rate|rate exceeded|service unavailable|try again)/i;

/** The stack has changed between reading it and asking for something: the next reading decides again. */
const OUTDATED =
  /already exists and cannot be created again|is in \w+ state and can ?not be|cannot be (deleted|updated|executed) (while|in)|does not exist/i;

/** What CloudFormation means by an error of its own, which says little by its name. */
export function refusalOf(error: unknown): unknown {
  if (isNamed(error, 'ChangeSetNotFoundException', 'ChangeSetNotFound'))
    return new ConcurrentUpdateError(`the change set is gone: ${error.message}`, { cause: error });
  // The SDK takes this name for a slower pace; of CloudFormation it is the quota of stacks (CloudFormation API, errors).
  if (isNamed(error, 'LimitExceededException')) return new UnsafeToProceedError('quota-exceeded', error.message);
  if (!isNamed(error, 'ValidationError')) return error;
  if (PASSING_S3_ERROR.test(error.message))
    return new TransientDependencyError(`CloudFormation could not read the template: ${error.message}`);
  if (OUTDATED.test(error.message)) return new ConcurrentUpdateError(error.message, { cause: error });
  return error;
}
