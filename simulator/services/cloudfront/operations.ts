import type * as client from '@aws-sdk/client-cloudfront';
import { AwsError, type Operations } from '../../service';
import type { World } from '../../world';

interface Invalidation {
  readonly id: string;
  readonly createdAtMs: number;
  readonly completeAtMs: number;
  readonly batch: client.InvalidationBatch;
}

/** Nothing is cached here: an invalidation has nothing to remove, and is complete when AWS's would be. */
export function operationsOf(world: World): Operations<typeof client> {
  const invalidations = new Map<string, Invalidation[]>();
  const accessTo = (action: string, id: string | undefined) => [
    { action, resource: `arn:aws:cloudfront::${world.accountId}:distribution/${id ?? '*'}` },
  ];
  const describe = ({ id, createdAtMs, completeAtMs, batch }: Invalidation): client.Invalidation => ({
    Id: id,
    Status: completeAtMs <= world.scheduler.now() ? 'Completed' : 'InProgress',
    CreateTime: new Date(createdAtMs),
    InvalidationBatch: batch,
  });
  return {
    CreateInvalidation: {
      access: (input) => accessTo('cloudfront:CreateInvalidation', input.DistributionId),
      handle(input) {
        const { id } = world.cloudFront.distribution(input.DistributionId ?? '');
        const batch = input.InvalidationBatch;
        const paths = batch?.Paths?.Items ?? [];
        if (batch === undefined || paths.length !== batch.Paths?.Quantity) {
          throw new AwsError('InconsistentQuantities', 'The value of Quantity and the size of Items do not match.');
        }
        const wrong = paths.find((path) => !path.startsWith('/'));
        if (wrong !== undefined) {
          throw new AwsError('InvalidArgument', 'Your request contains one or more invalid invalidation paths.');
        }
        const known = invalidations.get(id) ?? [];
        // Once for each CallerReference (CloudFront API Reference, InvalidationBatch).
        const earlier = known.find(({ batch: { CallerReference } }) => CallerReference === batch.CallerReference);
        const nowMs = world.scheduler.now();
        const made: Invalidation = earlier ?? {
          id: `I${world.random.hex('cloudfront/invalidations', 25).toUpperCase()}`,
          createdAtMs: nowMs,
          completeAtMs: nowMs + world.durations.drawMs('cloudFrontInvalidation'),
          batch,
        };
        if (earlier === undefined) invalidations.set(id, [...known, made]);
        const Location = `https://cloudfront.amazonaws.com/2020-05-31/distribution/${id}/invalidation/${made.id}`;
        return { Location, Invalidation: describe(made) };
      },
    },
    GetInvalidation: {
      access: (input) => accessTo('cloudfront:GetInvalidation', input.DistributionId),
      handle(input) {
        const { id } = world.cloudFront.distribution(input.DistributionId ?? '');
        const found = invalidations.get(id)?.find((each) => each.id === input.Id);
        if (found === undefined) {
          throw new AwsError('NoSuchInvalidation', 'The specified invalidation does not exist.', { status: 404 });
        }
        return { Invalidation: describe(found) };
      },
    },
  };
}
