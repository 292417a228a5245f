import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isNamed } from './aws-errors';

/** Texts in a bucket. */
export interface TextObjects {
  /** The text of an object; undefined where there is none. */
  read(bucket: string, key: string): Promise<string | undefined>;
  write(bucket: string, key: string, text: string): Promise<void>;
}

export function textObjects(s3: () => S3Client): TextObjects {
  return {
    async read(bucket, key) {
      try {
        const answer = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await answer.Body?.transformToString();
      } catch (error) {
        if (isNamed(error, 'NotFound', 'NoSuchKey')) return undefined;
        throw error;
      }
    },

    async write(bucket, key, text) {
      const ContentType = key.endsWith('.json') ? 'application/json' : 'text/plain; charset=utf-8';
      await s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType }));
    },
  };
}
