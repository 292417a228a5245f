import type * as client from '@aws-sdk/client-lambda';
import { AwsError, type Caller } from '../../service';
import type { Region } from '../../world';
import { isLostCall } from '../cloudformation/resource-failure';
import { notModelled } from '../not-modelled';
import { findBucket } from '../s3/find-bucket';
import { s3Error } from '../s3/s3-error';

type CodeLocation = Pick<client.FunctionCode, 'ZipFile' | 'S3Bucket' | 'S3Key'>;

/** The code that a request names: its own bytes, or an object that Lambda reads with the permissions of the caller. */
export async function readPackage(region: Region, caller: Caller, code: CodeLocation): Promise<Uint8Array> {
  const { ZipFile, S3Bucket, S3Key } = code;
  if (ZipFile !== undefined) return ZipFile;
  if (S3Bucket === undefined || S3Key === undefined) throw notModelled('Code without ZipFile or S3Bucket and S3Key');
  const { dispatcher, iam } = region.world;
  const resource = `arn:aws:s3:::${S3Bucket}/${S3Key}`;
  iam.authorize(caller, [{ action: 's3:GetObject', resource }], region.name, 'lambda');
  try {
    const call = { region: region.name, service: 's3', operation: 'GetObject', caller };
    return await dispatcher.onBehalf(call, () => {
      refuseOtherRegion(region, S3Bucket);
      return region.s3.getObject(S3Bucket, S3Key).body;
    });
  } catch (error) {
    throw asLambdaSays(error);
  }
}

/**
 * "An Amazon S3 bucket in the same AWS Region as your function" (Lambda API Reference, FunctionCode, S3Bucket). What S3
 * answers to a request at the endpoint of another region does not need the bucket's region to be up.
 */
function refuseOtherRegion({ world, name }: Region, bucketName: string): void {
  const elsewhere = findBucket(world, bucketName)?.region;
  if (elsewhere === undefined || elsewhere === name) return;
  const message = `The bucket is in this region: ${elsewhere}. Please use this region to retry the request`;
  throw new AwsError('PermanentRedirect', message, { status: 301 });
}

/**
 * What S3 refuses, Lambda quotes, as a mistake of the request. What S3 cannot do is Lambda's own trouble, as its API
 * reference describes ServiceException; that it quotes S3 there as well is UNVERIFIED.
 */
function asLambdaSays(error: unknown): unknown {
  if (isLostCall(error)) {
    return new AwsError('ServiceException', 'An error occurred and the request cannot be processed.', { status: 500 });
  }
  if (!(error instanceof AwsError)) return error;
  const { code, message } = s3Error(error);
  const isTrouble = error.status >= 500 || code === 'SlowDown';
  return new AwsError(
    isTrouble ? 'ServiceException' : 'InvalidParameterValueException',
    `Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`,
    { status: isTrouble ? 500 : 400 },
  );
}
