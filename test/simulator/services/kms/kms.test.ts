import type { KeyMetadata } from '@aws-sdk/client-kms';
import { Kms } from '../../../../simulator/services/kms/kms';
import { providers } from '../../../../simulator/services/kms/providers';
import { awsErrorOf, callService, fakeWorld, providerRequest } from '../../support/fake-world';

const [keyProvider, aliasProvider] = providers;

const WHOLE_ACCOUNT = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111111111111:root' },
  Action: 'kms:*',
  Resource: '*',
};
const NOBODY_ELSE = {
  Effect: 'Deny',
  Principal: '*',
  Action: ['kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
  Resource: '*',
  Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/break-glass' } },
};

function policyWith(...statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: [WHOLE_ACCOUNT, ...statements] };
}

async function kmsWorld() {
  const world = fakeWorld({ regionServices: (region) => ({ kms: new Kms(region) }) });
  const region = world.region('us-west-2');
  const properties = { KeyPolicy: policyWith(), EnableKeyRotation: true };
  const request = providerRequest(region, 'Key', properties);
  const made = await keyProvider?.create(request);
  const keyId = made?.physicalId ?? '';
  await aliasProvider?.create(providerRequest(region, 'Alias', { AliasName: 'alias/vault', TargetKeyId: keyId }));
  const describeKey = async (KeyId: string) =>
    (
      await callService<{ KeyMetadata: KeyMetadata }>(world, {
        region: 'us-west-2',
        service: 'kms',
        operation: 'DescribeKey',
        input: { KeyId },
      })
    ).KeyMetadata;
  return {
    world,
    region,
    keyId,
    describeKey,
    existing: { ...request, physicalId: keyId, previousProperties: properties },
  };
}

describe('a key', () => {
  test('is found by id, ARN and alias', async () => {
    const { keyId, describeKey } = await kmsWorld();
    const { Arn, KeyState } = await describeKey(keyId);
    expect(KeyState).toBe('Enabled');
    for (const id of [Arn ?? '', 'alias/vault', 'arn:aws:kms:us-west-2:111111111111:alias/vault']) {
      expect((await describeKey(id)).KeyId).toBe(keyId);
    }
  });

  test('is named by an alias for DescribeKey alone', async () => {
    const { world, keyId, describeKey } = await kmsWorld();
    const call = (operation: string, KeyId: string) =>
      callService(world, { region: 'us-west-2', service: 'kms', operation, input: { KeyId } });
    for (const operation of ['GetKeyPolicy', 'DisableKey', 'EnableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion']) {
      for (const id of ['alias/vault', 'arn:aws:kms:us-west-2:111111111111:alias/vault']) {
        const { code, message } = await awsErrorOf(world, call(operation, id));
        expect({ code, message }).toEqual({ code: 'NotFoundException', message: `Invalid keyId ${id}` });
      }
      await call(operation, operation === 'DisableKey' ? ((await describeKey(keyId)).Arn ?? '') : keyId);
    }
  });

  test('of another region is not found', async () => {
    const { world, keyId, describeKey } = await kmsWorld();
    const arn = `arn:aws:kms:us-east-1:111111111111:key/${keyId}`;
    expect(await awsErrorOf(world, describeKey(arn))).toMatchObject({
      code: 'NotFoundException',
      message: 'Invalid arn us-east-1',
    });
  });

  test('that is disabled cannot be used, and says why', async () => {
    const { region, keyId } = await kmsWorld();
    expect(region.kms.useKey('alias/vault')).toBeUndefined();
    region.kms.setEnabled(keyId, false);
    expect(region.kms.isUsable(keyId)).toBe(false);
    expect(region.kms.useKey(keyId)).toContain('is disabled');
    region.kms.setEnabled(keyId, true);
    expect(region.kms.isUsable(keyId)).toBe(true);
  });

  test('that is deleted waits, and cannot be used meanwhile', async () => {
    const { region, keyId, existing, describeKey } = await kmsWorld();
    await keyProvider?.delete(existing);
    expect(region.kms.useKey(keyId)).toContain('pending deletion');
    expect((await describeKey(keyId)).DeletionDate).toEqual(new Date('2026-12-24T10:00:00Z'));
    expect(() => region.kms.setEnabled(keyId, true)).toThrow('pending deletion');
  });

  test('of AWS comes into being when it is asked for; another alias of AWS is not modelled', async () => {
    const { describeKey, region } = await kmsWorld();
    expect((await describeKey('alias/aws/rds')).KeyManager).toBe('AWS');
    expect(() => region.kms.find('alias/aws/nothing')).toThrow('not modelled');
  });

  test('is what permission is asked for, not its alias', async () => {
    const { world, region, keyId } = await kmsWorld();
    const context = { world, region: 'us-west-2', caller: { kind: 'operator' } as const, requestId: '1' };
    expect(region.kms.service.operations.DescribeKey?.access({ KeyId: 'alias/vault' }, context)).toEqual([
      {
        action: 'kms:DescribeKey',
        resource: `arn:aws:kms:us-west-2:111111111111:key/${keyId}`,
        conditions: { 'kms:ResourceAliases': ['alias/vault'] },
      },
    ]);
  });
});

describe('a key policy', () => {
  const LOCKED_OUT = 'The new key policy will not allow you to update the key policy in the future.';

  test('that its maker could not replace is refused, unless the check is bypassed', async () => {
    const { region } = await kmsWorld();
    const create = (properties: object) => keyProvider?.create(providerRequest(region, 'Other', { ...properties }));
    for (const KeyPolicy of [policyWith(NOBODY_ELSE), { ...policyWith(), Statement: [] }]) {
      expect(() => create({ KeyPolicy })).toThrow(LOCKED_OUT);
      expect(create({ KeyPolicy, BypassPolicyLockoutSafetyCheck: true })).toMatchObject({
        physicalId: expect.anything(),
      });
    }
  });

  test('that denies it stops an update of the policy and a deletion by CloudFormation, and no other update', async () => {
    const { region, keyId } = await kmsWorld();
    const KeyPolicy = policyWith(NOBODY_ELSE);
    region.kms.get(keyId).policy = KeyPolicy;
    const request = (properties: object) => ({
      ...providerRequest(region, 'Key', { BypassPolicyLockoutSafetyCheck: true, ...properties }),
      physicalId: keyId,
      previousProperties: { KeyPolicy },
    });
    await keyProvider?.update?.(request({ KeyPolicy, Description: 'another' }));
    expect(region.kms.get(keyId).description).toBe('another');
    expect(() => keyProvider?.update?.(request({ KeyPolicy: policyWith() }))).toThrow('kms:PutKeyPolicy on resource');
    expect(() => keyProvider?.delete(request({ KeyPolicy }))).toThrow('kms:ScheduleKeyDeletion on resource');
    expect(region.kms.get(keyId).state).toBe('Enabled');
  });
});

test('an alias is taken once', async () => {
  const { region, keyId } = await kmsWorld();
  expect(() =>
    aliasProvider?.create(providerRequest(region, 'Again', { AliasName: 'alias/vault', TargetKeyId: keyId })),
  ).toThrow('already exists');
});
