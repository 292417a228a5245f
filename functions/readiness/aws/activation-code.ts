import { HeadObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { clientSettings, lazy } from '../../shared/clients';
import type { CodeObject } from '../contract';
import type { UnusableCode } from '../facts';

const s3 = lazy(() => new S3Client(clientSettings()));

/** Which of these objects a failover could not use, and why. */
export async function unusableCodeOf(objects: readonly CodeObject[]): Promise<readonly UnusableCode[]> {
  const found = await Promise.all(objects.map(async (object) => ({ ...object, why: await whyUnusable(object) })));
  return found.flatMap(({ why, ...object }) => (why === undefined ? [] : [{ ...object, why }]));
}

/** The answer to HEAD has no body: of a bucket in another region the status is all that tells (S3 API Reference). */
async function whyUnusable({ bucket, key }: CodeObject): Promise<UnusableCode['why'] | undefined> {
  try {
    await s3().send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return undefined;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 301) return 'elsewhere';
    if (status === 403) return 'forbidden';
    if (status === 404) return 'missing';
    throw error;
  }
}
