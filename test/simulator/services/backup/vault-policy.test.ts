import type { Caller } from '../../../../simulator/service';
import { Backup } from '../../../../simulator/services/backup/backup';
import { Kms } from '../../../../simulator/services/kms/kms';
import { Iam } from '../../../../simulator/services/iam/iam';
import { callService, fakeWorld } from '../../support/fake-world';

const roleArn = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
const as = (name: string): Caller => ({ kind: 'role', roleArn: roleArn(name), sessionName: 'session' });

test('the policy of a vault is taken away by whom it lets, and by nobody else', async () => {
  const world = fakeWorld({
    regionServices: (region) => ({ backup: new Backup(region), kms: new Kms(region) }),
    worldServices: (self) => ({ iam: new Iam(self) }),
  });
  const { vaults } = world.region('us-west-2').backup;
  vaults.create({
    name: 'standby',
    accessPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'backup:DeleteBackupVaultAccessPolicy',
          Resource: '*',
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': roleArn('break-glass') } },
        },
      ],
    },
  });
  const remove = (caller: Caller) =>
    callService(world, {
      region: 'us-west-2',
      service: 'backup',
      operation: 'DeleteBackupVaultAccessPolicy',
      input: { BackupVaultName: 'standby' },
      caller,
    });
  await expect(remove(as('other'))).rejects.toThrow('explicit deny');
  await remove(as('break-glass'));
  expect(vaults.get('standby').accessPolicy).toBeUndefined();
  await remove(as('other'));
});
