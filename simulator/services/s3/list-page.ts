import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { AwsError } from '../../service';
import type { ObjectVersion } from './bucket';

const MAXIMUM_KEYS = 1000;
const PREFIX = 'after:';

/** One page of a listing: keys, or with a delimiter the common prefixes that stand for several. */
export function listPage(
  objects: readonly ObjectVersion[],
  input: ListObjectsV2CommandInput,
): Omit<ListObjectsV2CommandOutput, '$metadata'> {
  const { Delimiter, EncodingType, Prefix = '', StartAfter, ContinuationToken, MaxKeys } = input;
  // With `url`, what may hold any character is percent-encoded, but for the slash (S3 API Reference, ListObjectsV2).
  const encoded = (text: string) => (EncodingType === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text);
  if (MaxKeys !== undefined && !(MaxKeys >= 0)) {
    throw new AwsError('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647');
  }
  const limit = Math.min(MaxKeys ?? MAXIMUM_KEYS, MAXIMUM_KEYS);
  const after = ContinuationToken === undefined ? (StartAfter ?? '') : keyOf(ContinuationToken);
  const entries = new Map<string, ObjectVersion | undefined>();
  for (const object of objects) {
    const end = Delimiter === undefined ? -1 : object.key.indexOf(Delimiter, Prefix.length);
    if (Delimiter === undefined || end < 0) entries.set(object.key, object);
    else entries.set(object.key.slice(0, end + Delimiter.length), undefined);
  }
  const remaining = [...entries].filter(([name]) => Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0);
  const page = remaining.slice(0, limit);
  const last = page.at(-1)?.[0];
  const isTruncated = limit > 0 && remaining.length > limit;
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
    NextContinuationToken: isTruncated && last !== undefined ? tokenOf(last) : undefined,
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

function tokenOf(key: string): string {
  return Buffer.from(`${PREFIX}${key}`).toString('base64url');
}

/** The text is S3's own, as LocalStack recorded it. */
function keyOf(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith(PREFIX)) return text.slice(PREFIX.length);
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
}
