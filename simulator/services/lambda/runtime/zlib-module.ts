import * as nodeZlib from 'node:zlib';
import { withCallback } from './seeded-crypto';
import { restrict } from './restricted-module';

const COMPUTATIONS = [
  'gzip',
  'gunzip',
  'deflate',
  'inflate',
  'deflateRaw',
  'inflateRaw',
  'unzip',
  'brotliCompress',
  'brotliDecompress',
] as const;

/** `node:zlib` that computes on this thread: Node's own threads would finish whenever they like. */
export function zlibModule(): object {
  const computations = COMPUTATIONS.map((name) => [name, withCallback(nodeZlib[`${name}Sync`])]);
  return restrict('node:zlib', nodeZlib, Object.fromEntries(computations), isSynchronous);
}

/** `crc32` computes too: the checksum of what the SDK puts into S3. */
function isSynchronous(name: string): boolean {
  return name.endsWith('Sync') || name === 'crc32';
}
