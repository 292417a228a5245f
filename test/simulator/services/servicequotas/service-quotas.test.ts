import { Rds } from '../../../../simulator/services/rds/rds';
import { ServiceQuotas } from '../../../../simulator/services/servicequotas/service-quotas';
import { callService, type FakeWorld, fakeWorld } from '../../support/fake-world';

function quotaWorld(): FakeWorld {
  return fakeWorld({
    regionServices: (region) => ({ serviceQuotas: new ServiceQuotas(region), rds: new Rds(region) }),
  });
}

const ask = (world: FakeWorld, service: string, operation: string, input: object = {}) =>
  callService(world, { region: 'us-west-2', service, operation, input });

test('a quota has its standard value until the account has another', async () => {
  const world = quotaWorld();
  const clusters = { ServiceCode: 'rds', QuotaCode: 'L-952B80B8' };
  const answer = await ask(world, 'servicequotas', 'GetServiceQuota', clusters);
  expect(answer).toMatchObject({ Quota: { QuotaName: 'DB clusters', Value: 40, Adjustable: true } });
  world.region('us-west-2').serviceQuotas.set('rds', 'L-952B80B8', 2);
  expect(await ask(world, 'servicequotas', 'GetServiceQuota', clusters)).toMatchObject({ Quota: { Value: 2 } });
  expect(world.region('us-east-1').serviceQuotas.get('rds', 'L-952B80B8').value).toBe(40);
});

test('RDS tells the same limit, and what is used of it', async () => {
  const world = quotaWorld();
  world.region('us-west-2').serviceQuotas.set('rds', 'L-7B6409FD', 7);
  const { AccountQuotas } = await ask(world, 'rds', 'DescribeAccountAttributes');
  expect(AccountQuotas).toContainEqual({ AccountQuotaName: 'DBInstances', Used: 0, Max: 7 });
});

test('the quotas of a service are listed in pages', async () => {
  const world = quotaWorld();
  const first = await ask(world, 'servicequotas', 'ListServiceQuotas', { ServiceCode: 'rds', MaxResults: 2 });
  expect(first['Quotas']).toHaveLength(2);
  const rest = await ask(world, 'servicequotas', 'ListServiceQuotas', {
    ServiceCode: 'rds',
    NextToken: first['NextToken'],
  });
  expect(rest).toMatchObject({ NextToken: undefined });
  expect(rest['Quotas']).not.toHaveLength(0);
});

test.each([[{ ServiceCode: 'none', QuotaCode: 'L-952B80B8' }], [{ ServiceCode: 'rds', QuotaCode: 'L-00000000' }]])(
  '%j is not there',
  async (input) => {
    await expect(ask(quotaWorld(), 'servicequotas', 'GetServiceQuota', input)).rejects.toMatchObject({
      code: 'NoSuchResourceException',
    });
  },
);

test('an increase is asked for above the value that there is, and stays pending', async () => {
  const world = quotaWorld();
  const request = (DesiredValue: number, QuotaCode = 'L-952B80B8') =>
    ask(world, 'servicequotas', 'RequestServiceQuotaIncrease', { ServiceCode: 'rds', QuotaCode, DesiredValue });
  expect(await request(41)).toMatchObject({ RequestedQuota: { QuotaName: 'DB clusters', Status: 'PENDING' } });
  await expect(request(40)).rejects.toMatchObject({ code: 'IllegalArgumentException' });
  await expect(request(41, 'L-NONE')).rejects.toMatchObject({ code: 'NoSuchResourceException' });
});
