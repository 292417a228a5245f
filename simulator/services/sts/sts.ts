import type * as sts from '@aws-sdk/client-sts';
import { AwsError, type Caller, type Service } from '../../service';
import type { Region, World } from '../../world';
import { notModelled } from '../not-modelled';

declare module '../../world' {
  interface RegionalServices {
    readonly sts: Sts;
  }
}

/** The Security Token Service of one region. */
export class Sts {
  readonly service: Service<typeof sts>;

  constructor(region: Region) {
    this.service = { signingName: 'sts', operations: operations(region.world) };
  }
}

function operations(world: World): Service<typeof sts>['operations'] {
  return {
    GetCallerIdentity: {
      // "No permissions are required to perform this operation" (STS API Reference).
      access: () => [],
      handle: (_input, { caller }) => identityOf(world, caller),
    },
    AssumeRole: {
      access: ({ RoleArn, SerialNumber, TokenCode }, { caller }) =>
        world.iam.accessToAssume(required('RoleArn', RoleArn), caller, hasSecondFactor(SerialNumber, TokenCode)),
      handle({ RoleArn, RoleSessionName, DurationSeconds = 3600, ...more }) {
        const others = Object.keys(more).filter((name) => !['SerialNumber', 'TokenCode'].includes(name));
        if (others.length > 0) throw notModelled(`sts:AssumeRole with ${others.join(', ')}`);
        const roleArn = required('RoleArn', RoleArn);
        const sessionName = required('RoleSessionName', RoleSessionName);
        const { accessKeyId, secretAccessKey, sessionToken } = world.iam.issueCredentials(roleArn, sessionName);
        const role = world.iam.roles.find(roleArn);
        return {
          Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: secretAccessKey,
            SessionToken: sessionToken,
            Expiration: new Date(world.scheduler.now() + DurationSeconds * 1000),
          },
          AssumedRoleUser: {
            AssumedRoleId: `${role?.roleId ?? ''}:${sessionName}`,
            Arn: world.iam.sessionArn({ kind: 'role', roleArn, sessionName }),
          },
        };
      },
    },
  };
}

function identityOf(world: World, caller: Caller): { Account: string; Arn: string; UserId: string } {
  const { accountId, iam } = world;
  switch (caller.kind) {
    case 'role':
      return {
        Account: accountId,
        Arn: iam.sessionArn(caller),
        UserId: `${iam.roles.find(caller.roleArn)?.roleId ?? ''}:${caller.sessionName}`,
      };
    case 'operator':
      return { Account: accountId, Arn: `arn:aws:iam::${accountId}:user/operator`, UserId: 'AIDAOPERATOR' };
    case 'service':
      throw new Error(`the service ${caller.principal} has no identity to ask STS for: it calls on its own behalf`);
  }
}

/**
 * "The request must include a value for SerialNumber and TokenCode" where the trust policy asks for a second factor, of six
 * digits (STS API Reference, AssumeRole). Any code counts: there is no device.
 */
function hasSecondFactor(serialNumber: string | undefined, tokenCode: string | undefined): boolean {
  if (serialNumber === undefined && tokenCode === undefined) return false;
  if (serialNumber === undefined || tokenCode === undefined) {
    const missing = serialNumber === undefined ? 'serialNumber' : 'tokenCode';
    throw new AwsError('ValidationError', `1 validation error detected: Value null at '${missing}' must not be null`);
  }
  return true;
}

function required(name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value;
  throw new AwsError('ValidationError', `1 validation error detected: Value null at '${name}' must not be null`);
}
