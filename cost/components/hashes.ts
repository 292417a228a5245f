import { CONTENT_LIMITS, PAGE_BYTES } from '../../functions/shared/content-limits';
import { line } from '../line';
import type { Component, Question } from './component';

const GIB = 2 ** 30;

/**
 * What it costs the primary that the manifest hashes contents: the database, as far as a manifest goes, is read as if no page of
 * it were in memory. On Aurora Standard that is the larger part.
 */
export function hashes({ deployed, assume }: Question): Component | undefined {
  const { hashedManifestsPerMonth: manifests, primaryRegion: region } = deployed;
  if (manifests === 0) return undefined;
  const gb = Math.min(assume.gb, CONTENT_LIMITS.manifestBytes / GIB);
  return {
    id: 'hashes',
    name: 'Hashes in the manifest',
    before: [],
    after: [
      line('pages read', 'auroraIo', (manifests * gb * GIB) / PAGE_BYTES, region),
      line('hashing', 'auroraAcu', (manifests * gb * assume['hash-acu-seconds']) / 3600, region),
    ],
    note: `${Math.round(manifests * 10) / 10} manifests a month hash ${Math.round(gb * 10) / 10} GB`,
  };
}
