import type { Problem } from '../../input/problems';
import type { Config } from './schema';

export function* breakGlassProblems({ account, backup }: Config): Generator<Problem> {
  const { breakGlassRoleArn, breakGlassTrustedRoleArn } = backup;
  if (breakGlassRoleArn === undefined) return;
  if (breakGlassRoleArn.split(':')[4] !== account)
    yield {
      path: ['backup', 'breakGlassRoleArn'],
      message:
        `write a role of account ${account}: a vault takes no deletion from another (AWS Backup Developer Guide, Vault ` +
        'access policies). A role of another account goes into backup.breakGlassTrustedRoleArn',
    };
  if (breakGlassTrustedRoleArn !== undefined)
    yield {
      path: ['backup', 'breakGlassTrustedRoleArn'],
      message: 'leave it out: who may assume the role of backup.breakGlassRoleArn is for that role to say',
    };
}
