import type { FaultRule } from '../../../../simulator/kernel/faults';
import { readPackage } from '../../../../simulator/services/lambda/code-package';
import { lambdaWorld, REGION } from './lambda-fixture';

const FAULT = { at: 0, service: 's3', operation: 'GetObject', probability: 1 } as const;

function read(faults: readonly FaultRule[], S3Key = 'code.zip'): Promise<Uint8Array> {
  const world = lambdaWorld({ faults });
  const region = world.region(REGION);
  region.s3.createBucket('artifacts');
  region.s3.putObject('artifacts', 'code.zip', 'zip');
  const code = { S3Bucket: 'artifacts', S3Key };
  return world.scheduler.runToEnd(readPackage(region, { kind: 'operator' }, code));
}

it('is read from S3', async () => {
  expect(Buffer.from(await read([])).toString()).toBe('zip');
});

it('that is not there is a mistake of the request, in the words of S3', async () => {
  await expect(read([], 'other.zip')).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
    status: 400,
    message:
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
  });
});

it.each([
  ['error', 'S3 Error Code: InternalError. S3 Error Message: We encountered an internal error. Please try again.'],
  ['throttle', 'S3 Error Code: SlowDown. S3 Error Message: Please reduce your request rate.'],
  ['partition', 'An error occurred and the request cannot be processed.'],
  ['drop', 'An error occurred and the request cannot be processed.'],
] as const)('that S3 cannot give (%s) is no mistake of the request', async (kind, message) => {
  await expect(read([{ ...FAULT, kind, region: REGION }])).rejects.toMatchObject({
    code: 'ServiceException',
    status: 500,
    message: expect.stringContaining(message),
  });
});

it.each([false, true])(
  'that lies in a bucket of another region is refused, whether that is dark or not: %s',
  async (isDark) => {
    const world = lambdaWorld();
    const { s3 } = world.region('us-east-1');
    s3.createBucket('artifacts');
    s3.putObject('artifacts', 'code.zip', 'zip');
    if (isDark) world.dark.add('us-east-1');
    const code = { S3Bucket: 'artifacts', S3Key: 'code.zip' };
    const reading = world.scheduler.runToEnd(readPackage(world.region(REGION), { kind: 'operator' }, code));
    await expect(reading).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      status: 400,
      message:
        'Error occurred while GetObject. S3 Error Code: PermanentRedirect. S3 Error Message: The bucket is in this region: us-east-1. Please use this region to retry the request',
    });
  },
);
