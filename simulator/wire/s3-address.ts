import { AwsError } from '../service';
import { decodePath, type WireRequest } from './protocols/protocol';

/** Moves the bucket out of the address: from the host name (`bucket.s3.us-west-2.amazonaws.com`) or the first part of the path. */
export function addressS3(request: WireRequest, hostname: string): WireRequest {
  const body = decodeChunks(request);
  const fromHost = /^(.+?)\.(?:s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com|localhost)$/.exec(hostname)?.[1];
  if (fromHost !== undefined) return { ...request, body, labels: { Bucket: fromHost } };
  const [, bucket = '', ...key] = request.path.split('/');
  if (bucket === '') return { ...request, body };
  return { ...request, body, path: `/${key.join('/')}`, labels: { Bucket: decodePath(bucket) } };
}

/**
 * Takes the `aws-chunked` framing off a body that was signed or checksummed while it was streamed. Amazon S3 API
 * Reference, "Signature calculations for the Authorization header: Transferring payload in multiple chunks".
 */
function decodeChunks({ headers, body }: WireRequest): Uint8Array {
  if (headers['x-amz-content-sha256']?.startsWith('STREAMING-') !== true) return body;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  for (let offset = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', offset);
    const size = Number.parseInt(bytes.toString('latin1', offset, lineEnd), 16);
    if (lineEnd < 0 || Number.isNaN(size)) {
      throw new AwsError('IncompleteBody', 'The request body is not aws-chunked as its headers say.');
    }
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    offset = lineEnd + 2 + size + 2;
  }
}
