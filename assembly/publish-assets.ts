import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { zipSync, type Zippable } from 'fflate';
import type { FileAsset } from './read-assembly';

/** Where assets are put: S3, or the simulated one. */
export interface AssetStore {
  /** The digest (sha256, hexadecimal) of what is there under the key, or undefined if nothing is or it is not known. */
  digestOf(bucket: string, key: string): Promise<string | undefined>;
  put(bucket: string, key: string, body: Uint8Array, digest: string): Promise<void>;
}

export type PublishedAsset = {
  readonly bucket: string;
  readonly key: string;
  /** Of its bytes: sha256, hexadecimal. */
  readonly digest: string;
  readonly uploaded: boolean;
};

/** Uploads the file assets of one stack, except what is there already with the same content. */
export async function publishAssets(
  assets: readonly FileAsset[],
  store: AssetStore,
): Promise<readonly PublishedAsset[]> {
  const published: PublishedAsset[] = [];
  for (const asset of assets) {
    const { body, digest } = packageOnce(asset);
    for (const { bucket, key } of asset.destinations) {
      const uploaded = (await store.digestOf(bucket, key)) !== digest;
      if (uploaded) await store.put(bucket, key, body, digest);
      published.push({ bucket, key, digest, uploaded });
    }
  }
  return published;
}

interface Package {
  readonly body: Uint8Array;
  readonly digest: string;
}

const packages = new Map<string, Package>();

/** The CDK names a directory after its content: what is in it was packaged by the first world that it was deployed into. */
function packageOnce(asset: FileAsset): Package {
  const name = basename(asset.path);
  const known = packages.get(name);
  if (known !== undefined) return known;
  const body = packageAsset(asset);
  const made = { body, digest: sha256(body) };
  if (asset.packaging === 'zip' && /^asset\.[0-9a-f]{64}$/.test(name)) packages.set(name, made);
  return made;
}

/** The bytes of an asset: the file as it is, or a zip of the directory that is the same on every machine. */
export function packageAsset(asset: Pick<FileAsset, 'path' | 'packaging'>): Uint8Array {
  if (asset.packaging === 'file') return readFileSync(asset.path);
  const entries: Zippable = {};
  for (const file of filesBelow(asset.path)) {
    const path = join(asset.path, file);
    const mode = (statSync(path).mode & 0o100) === 0 ? 0o100644 : 0o100755;
    entries[file] = [readFileSync(path), { os: UNIX, attrs: (mode << 16) >>> 0, mtime: ZIP_EPOCH }];
  }
  // Stored, not compressed: a bundle has been minified, and deflating all of them took a third of a bring-up.
  return zipSync(entries, { level: 0 });
}

export function sha256(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

const UNIX = 3;
/** The first instant that a zip can hold. In local time, because that is how fflate reads it. */
const ZIP_EPOCH = new Date(1980, 0, 1);

/** Paths relative to the directory, with forward slashes, in one order everywhere. */
function filesBelow(directory: string, prefix = ''): readonly string[] {
  return readdirSync(join(directory, prefix))
    .sort()
    .flatMap((name) => {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      return statSync(join(directory, path)).isDirectory() ? filesBelow(directory, path) : [path];
    });
}
