import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { publishedStacks } from '../../assembly/published-stacks';
import { readAssembly } from '../../assembly/read-assembly';
import { loadAssembly } from '../../simulator/load-assembly';
import type { Credentials } from '../../simulator/services/iam/credentials';
import { SimulatedRequestHandler } from '../../simulator/wire/request-handler';
import { VirtualTimeDriver } from '../../simulator/wire/virtual-time-driver';
import { assemblyDirectory } from './support/assembly';
import { FailoverStage } from './support/failover-stage';

const STANDBY_KEY = 'alias/pilot-light-standby';

describe('a key that backups are encrypted with', () => {
  let stage: FailoverStage;

  beforeAll(async () => {
    stage = await FailoverStage.bringUp({ darkAt: null, at: '1m' });
  });
  afterAll(() => stage.close());

  const kms = (region: string, credentials: Credentials = stage.world.iam.operatorCredentials) => {
    const client = new KMSClient({
      region,
      credentials,
      requestHandler: new SimulatedRequestHandler(stage.world, new VirtualTimeDriver(stage.world.scheduler)),
      maxAttempts: 1,
    });
    return client.send.bind(client);
  };
  const breakGlass = () =>
    stage.world.iam.issueCredentials(stage.world.iam.roleArn('pilot-light-break-glass'), 'somebody');
  const mails = async (region: string) => {
    await stage.pass('5s');
    const topic = region === 'us-west-2' ? 'pilot-light-notifications' : 'pilot-light-alarms';
    return stage.world
      .region(region)
      .sns.inbox(`arn:aws:sns:${region}:111111111111:${topic}`)
      .map(({ message }) => message);
  };

  it.each(['us-east-1', 'us-west-2'])('cannot be taken away by an administrator, in %s', async (region) => {
    const before = (await mails(region)).length;
    const { kms: keys } = stage.world.region(region);
    const ours = keys.keys.filter(({ tags }) => tags['disaster-recovery:workload'] === 'pilot-light');
    expect(ours).toHaveLength(region === 'us-west-2' ? 1 : 2);
    const send = kms(region);
    for (const { arn: KeyId } of ours) {
      const { Policy } = await send(new GetKeyPolicyCommand({ KeyId }));
      for (const command of [
        new DisableKeyCommand({ KeyId }),
        new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }),
        new PutKeyPolicyCommand({ KeyId, Policy, BypassPolicyLockoutSafetyCheck: true }),
      ])
        await expect(send(command as DisableKeyCommand)).rejects.toMatchObject({
          name: 'AccessDeniedException',
          message: expect.stringMatching(
            /on resource: arn:aws:kms:.* with an explicit deny in a resource-based policy$/,
          ),
        });
      expect((await send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState).toBe('Enabled');
    }
    const told = (await mails(region)).slice(before);
    expect(told).toHaveLength(3 * ours.length);
    for (const { arn } of ours) expect(told.filter((mail) => mail.includes(arn))).toHaveLength(3);
    expect(told[0]).toContain('pilot-light: DisableKey was called on a key that backups are encrypted with.');
    expect(told[0]).toContain('role/operator');
  });

  it('can be taken away by the break-glass role, and given back; both is told', async () => {
    const before = (await mails('us-west-2')).length;
    const send = kms('us-west-2', breakGlass());
    const KeyId = (await send(new DescribeKeyCommand({ KeyId: STANDBY_KEY }))).KeyMetadata?.Arn;
    const { Policy } = await send(new GetKeyPolicyCommand({ KeyId }));
    await send(new DisableKeyCommand({ KeyId }));
    await send(new PutKeyPolicyCommand({ KeyId, Policy }));
    await send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    await send(new CancelKeyDeletionCommand({ KeyId }));
    await send(new EnableKeyCommand({ KeyId }));
    expect((await send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState).toBe('Enabled');
    const told = (await mails('us-west-2')).slice(before);
    expect(told).toHaveLength(3);
    for (const call of ['DisableKey', 'PutKeyPolicy', 'ScheduleKeyDeletion'])
      expect(told.join('\n')).toContain(`pilot-light: ${call} was called`);
    for (const mail of told) {
      expect(mail).toContain('assumed-role/pilot-light-break-glass/somebody');
      expect(mail).not.toContain('deny');
    }
  });

  it('that is somebody else’s is out of reach for the break-glass role, and nobody is told of it', async () => {
    const before = (await mails('us-west-2')).length;
    const { arn: KeyId } = stage.standby.kms.createKey({ description: 'of another team' });
    await expect(kms('us-west-2', breakGlass())(new DisableKeyCommand({ KeyId }))).rejects.toMatchObject({
      message: expect.stringContaining('no identity-based policy allows the kms:DisableKey action'),
    });
    await kms('us-west-2')(new DisableKeyCommand({ KeyId }));
    expect((await mails('us-west-2')).slice(before)).toEqual([]);
  });

  it('keeps its policy in a deployment that changes something else', async () => {
    const assembly = readAssembly(await assemblyDirectory({ objectives: { rtoMinutes: 200 } }, 'runtime'));
    const published = publishedStacks(assembly).map(({ stack }) => stack.name);
    const stacks = assembly.filter(({ name }) => !published.includes(name));
    await stage.world.scheduler.runToEnd(loadAssembly(stage.world, stacks));
    const KeyId = (await kms('us-west-2')(new DescribeKeyCommand({ KeyId: STANDBY_KEY }))).KeyMetadata?.Arn;
    await expect(kms('us-west-2')(new DisableKeyCommand({ KeyId }))).rejects.toThrow('explicit deny');
  });
});
