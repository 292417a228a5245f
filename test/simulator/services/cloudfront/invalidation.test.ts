import { CloudFrontClient, CreateInvalidationCommand, GetInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { createWorld } from '../../../../simulator/create-world';
import type { DistributionSettings } from '../../../../simulator/services/cloudfront/distribution';
import { SimulatedRequestHandler } from '../../../../simulator/wire/request-handler';
import { VirtualTimeDriver } from '../../../../simulator/wire/virtual-time-driver';

test('an invalidation is of a distribution and of paths, is made once, and completes', async () => {
  const startMs = Date.parse('2026-01-05T00:00:00Z');
  const world = createWorld({ seed: 1, startMs, accountId: '111111111111', regions: ['us-east-1'] });
  const settings: DistributionSettings = {
    isEnabled: true,
    aliases: [],
    defaultRootObject: 'index.html',
    allowedMethods: ['GET', 'HEAD'],
    viewerProtocol: 'redirect-to-https',
    responseHeaders: {},
    origins: [],
    failoverStatuses: [],
  };
  const { id: DistributionId } = await world.scheduler.runToEnd(world.cloudFront.put(undefined, settings, {}));
  const client = new CloudFrontClient({
    region: 'us-east-1',
    credentials: world.iam.operatorCredentials,
    requestHandler: new SimulatedRequestHandler(world, new VirtualTimeDriver(world.scheduler)),
  });
  const create = (Items: string[], { Quantity = Items.length, id = DistributionId } = {}) =>
    client.send(
      new CreateInvalidationCommand({
        DistributionId: id,
        InvalidationBatch: { CallerReference: Items.join(), Paths: { Quantity, Items } },
      }),
    );

  const { Invalidation } = await create(['/*']);
  expect(Invalidation?.Status).toBe('InProgress');
  expect((await create(['/*'])).Invalidation?.Id).toBe(Invalidation?.Id);
  await world.scheduler.runUntil(world.scheduler.now() + 180_000);
  const later = await client.send(new GetInvalidationCommand({ DistributionId, Id: Invalidation?.Id }));
  expect(later.Invalidation?.Status).toBe('Completed');
  await expect(create(['index.html'])).rejects.toMatchObject({ name: 'InvalidArgument' });
  await expect(create(['/a'], { Quantity: 2 })).rejects.toMatchObject({ name: 'InconsistentQuantities' });
  await expect(create(['/*'], { id: 'ENONE' })).rejects.toMatchObject({ name: 'NoSuchDistribution' });
});
