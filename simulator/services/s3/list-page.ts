import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { ObjectVersion } from './bucket';

const MAXIMUM_KEYS = 1000;

/** One page of a listing: keys, or with a delimiter the common prefixes that stand for several. */
export function listPage(
  objects: readonly ObjectVersion[],
  input: ListObjectsV2CommandInput,
): Omit<ListObjectsV2CommandOutput, '$metadata'> {
  const { Delimiter, EncodingType, Prefix = '', StartAfter, ContinuationToken, MaxKeys } = input;
  // With `url`, what may hold any character is percent-encoded, but for the slash (S3 API Reference, ListObjectsV2).
  const encoded = (text: string) => (EncodingType === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text);
  const limit = Math.min(MaxKeys ?? MAXIMUM_KEYS, MAXIMUM_KEYS);
  const after =
    ContinuationToken === undefined ? (StartAfter ?? '') : Buffer.from(ContinuationToken, 'base64url').toString();
  const entries = new Map<string, ObjectVersion | undefined>();
  for (const object of objects) {
    const end = Delimiter === undefined ? -1 : object.key.indexOf(Delimiter, Prefix.length);
    if (Delimiter === undefined || end < 0) entries.set(object.key, object);
    else entries.set(object.key.slice(0, end + Delimiter.length), undefined);
  }
  const remaining = [...entries].filter(([name]) => Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0);
  const page = remaining.slice(0, limit);
  const last = page.at(-1)?.[0];
  const isTruncated = remaining.length > limit;
  const prefixes = page.filter(([, object]) => object === undefined);
  return {
    Name: input.Bucket,
    Prefix: encoded(Prefix),
    Delimiter: Delimiter === undefined ? undefined : encoded(Delimiter),
    EncodingType,
    MaxKeys: limit,
    KeyCount: page.length,
    StartAfter: StartAfter === undefined ? undefined : encoded(StartAfter),
    ContinuationToken,
    IsTruncated: isTruncated,
    NextContinuationToken: isTruncated && last !== undefined ? Buffer.from(last).toString('base64url') : undefined,
    Contents: page.flatMap(([key, object]) =>
      object === undefined
        ? []
        : [
            {
              Key: encoded(key),
              ETag: object.etag,
              Size: object.body.byteLength,
              LastModified: new Date(object.lastModifiedMs),
              StorageClass: 'STANDARD',
            },
          ],
    ),
    CommonPrefixes: prefixes.length === 0 ? undefined : prefixes.map(([name]) => ({ Prefix: encoded(name) })),
  };
}
