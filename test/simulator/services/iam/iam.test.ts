import { STSClient, AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { Iam } from '../../../../simulator/services/iam/iam';
import { AwsError, type Caller } from '../../../../simulator/service';
import { Sts } from '../../../../simulator/services/sts/sts';
import { SimulatedRequestHandler } from '../../../../simulator/wire/request-handler';
import { VirtualTimeDriver } from '../../../../simulator/wire/virtual-time-driver';
import { fakeWorld } from '../../support/fake-world';
import { wireWorld } from '../../wire/wire-fixture';

const trustOf = (Principal: object, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }],
});
const lambda = trustOf({ Service: 'lambda.amazonaws.com' });
const policy = (Action: string | string[], Resource = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});

function iamOf() {
  return new Iam(fakeWorld());
}

function refusal(run: () => unknown): AwsError {
  try {
    run();
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('authorize', () => {
  const describeClusters = [{ action: 'rds:DescribeDBClusters', resource: '*' }];

  it('adds up inline, customer managed and AWS managed policies', () => {
    const iam = iamOf();
    const managed = iam.policyArn('read');
    iam.roles.addManagedPolicy(managed, {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['rds:Describe*'], Resource: ['*'] }],
    });
    const roleArn = iam.putRole({
      roleName: 'R',
      trustPolicy: lambda,
      policies: { own: policy('ssm:PutParameter') },
      managedPolicyArns: [managed, 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
    });
    const caller: Caller = { kind: 'role', roleArn, sessionName: 's' };
    const access = ['rds:DescribeDBClusters', 'ssm:PutParameter', 'logs:PutLogEvents'].map((action) => ({
      action,
      resource: 'x',
    }));
    expect(() => {
      iam.authorize(caller, access, 'us-west-2');
    }).not.toThrow();
    expect(iam.usage.of(roleArn)).toEqual({ allowed: access, denied: [] });
  });

  it.each([
    ['rds', 'AccessDenied', 403],
    ['states', 'AccessDeniedException', 400],
    ['backup', 'AccessDeniedException', 403],
    ['sns', 'AuthorizationErrorException', 403],
  ])('refuses a call of %s with its own code', (service, code, status) => {
    const iam = iamOf();
    const caller: Caller = {
      kind: 'role',
      roleArn: iam.putRole({ roleName: 'R', trustPolicy: lambda }),
      sessionName: 's',
    };
    const error = refusal(() => {
      iam.authorize(caller, describeClusters, 'us-west-2', service);
    });
    expect(error).toMatchObject({ code, status });
    expect(iam.usage.of(caller.roleArn).denied).toEqual(describeClusters);
  });

  it('says that a Deny is explicit', () => {
    const iam = iamOf();
    const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'rds:*', Resource: '*' }] };
    const roleArn = iam.putRole({ roleName: 'R', trustPolicy: lambda, policies: { a: policy('*'), b: deny } });
    const error = refusal(() => {
      iam.authorize({ kind: 'role', roleArn, sessionName: 's' }, describeClusters, 'us-west-2');
    });
    expect(error.message).toBe(
      'User: arn:aws:sts::111111111111:assumed-role/R/s is not authorized to perform: rds:DescribeDBClusters ' +
        'on resource: * with an explicit deny in an identity-based policy',
    );
  });

  it('lets the operator and services on their own behalf do everything', () => {
    const iam = iamOf();
    expect(() => {
      iam.authorize({ kind: 'operator' }, describeClusters, 'us-west-2');
      iam.authorize({ kind: 'service', principal: 'backup.amazonaws.com' }, describeClusters, 'us-west-2');
    }).not.toThrow();
  });

  it('says so when it does not know an AWS managed policy', () => {
    const managedPolicyArns = ['arn:aws:iam::aws:policy/NoSuchPolicy'];
    expect(refusal(() => iamOf().putRole({ roleName: 'R', trustPolicy: lambda, managedPolicyArns }))).toMatchObject({
      code: 'NotModelled',
      message: expect.stringContaining('NoSuchPolicy is not modelled by the simulator') as string,
    });
  });
});

describe('assumeAsService', () => {
  it('needs a trust policy that names the service', () => {
    const iam = iamOf();
    const roleArn = iam.putRole({ roleName: 'R', trustPolicy: lambda });
    expect(iam.assumeAsService(roleArn, 'lambda.amazonaws.com', { sessionName: 'smokeTest' })).toEqual({
      kind: 'role',
      roleArn,
      sessionName: 'smokeTest',
    });
    expect(refusal(() => iam.assumeAsService(roleArn, 'states.amazonaws.com'))).toMatchObject({ code: 'AccessDenied' });
    expect(refusal(() => iam.assumeAsService(`${roleArn}2`, 'lambda.amazonaws.com'))).toMatchObject({
      code: 'AccessDenied',
    });
  });

  it('checks the account and the source of the trust policy', () => {
    const iam = iamOf();
    const Condition = {
      StringEquals: { 'aws:SourceAccount': '111111111111' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-west-2:111111111111:rule/*' },
    };
    const trustPolicy = trustOf({ Service: ['events.amazonaws.com', 'scheduler.amazonaws.com'] }, { Condition });
    const roleArn = iam.putRole({ roleName: 'R', trustPolicy });
    const from = (sourceArn?: string) => () => iam.assumeAsService(roleArn, 'events.amazonaws.com', { sourceArn });
    expect(from('arn:aws:events:us-west-2:111111111111:rule/failed')).not.toThrow();
    expect(from('arn:aws:events:us-east-1:111111111111:rule/failed')).toThrow('sts:AssumeRole');
    expect(from()).toThrow('sts:AssumeRole');
  });
});

describe('credentials', () => {
  it('lead back to their caller and are equal for equal seeds', () => {
    const [one, two] = [iamOf(), iamOf()];
    const credentials = one.issueCredentials('arn:aws:iam::111111111111:role/R', 's');
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(one.callerOf(credentials.accessKeyId)).toEqual({
      kind: 'role',
      roleArn: 'arn:aws:iam::111111111111:role/R',
      sessionName: 's',
    });
    expect(one.callerOf(one.operatorCredentials.accessKeyId)).toEqual({ kind: 'operator' });
    expect(one.callerOf('ASIAUNKNOWN')).toBeUndefined();
    expect(two.issueCredentials('arn:aws:iam::111111111111:role/R', 's')).toEqual(credentials);
  });
});

describe('STS', () => {
  function sts(world: ReturnType<typeof wireWorld>, credentials: ReturnType<Iam['issueCredentials']>) {
    const requestHandler = new SimulatedRequestHandler(world, new VirtualTimeDriver(world.scheduler));
    return new STSClient({ region: 'us-west-2', credentials, requestHandler, maxAttempts: 1 });
  }

  it('gives a role that another role trusts, and tells who calls', async () => {
    const world = wireWorld();
    world.dispatcher.register('us-west-2', new Sts(world.region('us-west-2')).service);
    const from = world.iam.putRole({ roleName: 'From', trustPolicy: lambda });
    const byName = world.iam.putRole({ roleName: 'ByName', trustPolicy: trustOf({ AWS: from }) });
    const byAccount = world.iam.putRole({
      roleName: 'ByAccount',
      trustPolicy: trustOf({ AWS: 'arn:aws:iam::111111111111:root' }),
    });
    const other = world.iam.putRole({ roleName: 'Other', trustPolicy: lambda });
    const client = sts(world, world.iam.issueCredentials(from, 'run'));
    const assume = (RoleArn: string) => client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'next' }));

    const { Credentials } = await assume(byName);
    expect(Credentials?.Expiration).toEqual(new Date(world.scheduler.now() + 3_600_000));
    expect(world.iam.callerOf(Credentials?.AccessKeyId ?? '')).toEqual({
      kind: 'role',
      roleArn: byName,
      sessionName: 'next',
    });
    await expect(client.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
      Account: '111111111111',
      Arn: 'arn:aws:sts::111111111111:assumed-role/From/run',
    });

    const command = new AssumeRoleCommand({ RoleArn: byName, RoleSessionName: 'next', ExternalId: 'x' });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'NotModelled' });
    await expect(assume(other)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume(byAccount)).rejects.toMatchObject({ name: 'AccessDenied' });
    world.iam.putRolePolicy('From', 'assume', policy('sts:AssumeRole', byAccount));
    await expect(assume(byAccount)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  it('gives the operator a role that trusts the account, and one that asks for a second factor only with its code', async () => {
    const world = wireWorld();
    world.dispatcher.register('us-west-2', new Sts(world.region('us-west-2')).service);
    const account = { AWS: 'arn:aws:iam::111111111111:root' };
    const plain = world.iam.putRole({ roleName: 'Plain', trustPolicy: trustOf(account) });
    const guarded = world.iam.putRole({
      roleName: 'Guarded',
      trustPolicy: trustOf(account, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    });
    const service = world.iam.putRole({ roleName: 'Service', trustPolicy: lambda });
    const client = sts(world, world.iam.operatorCredentials);
    const device = { SerialNumber: 'arn:aws:iam::111111111111:mfa/operator', TokenCode: '123456' };
    const assume = (RoleArn: string, more = {}) =>
      client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'by-hand', ...more }));
    const taken = { $metadata: { httpStatusCode: 200 } };

    await expect(assume(plain)).resolves.toMatchObject(taken);
    await expect(assume(plain, device)).resolves.toMatchObject(taken);
    await expect(assume(guarded, device)).resolves.toMatchObject(taken);
    await expect(assume(guarded)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume(service, device)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume(guarded, { TokenCode: '123456' })).rejects.toThrow("'serialNumber' must not be null");
  });
});
