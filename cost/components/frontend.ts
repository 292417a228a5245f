import { line } from '../line';
import { DAYS_PER_MONTH } from '../month';
import type { Component, Question } from './component';

/** Without a lifecycle old versions stay: what a year of them comes to. */
const YEAR_DAYS = 365;

/** The frontend's bucket. Before: one copy of each file, without versions. */
export function frontend({ deployed, assume }: Question): Component | undefined {
  const { frontend: bucket, primaryRegion, standbyRegion } = deployed;
  if (bucket === undefined) return undefined;
  const gb = assume['frontend-gb'];
  const upload = assume['frontend-upload'];
  const days = bucket.oldVersionDays ?? YEAR_DAYS;
  const oldGb = (upload / DAYS_PER_MONTH) * days;
  const before = [line('files', 's3Storage', gb, primaryRegion)];
  const replica = [
    line('files in the replica', 's3Storage', gb, standbyRegion),
    line('old versions in the replica', 's3Storage', oldGb, standbyRegion),
    line('replication', 'interRegionTransfer', upload, primaryRegion),
  ];
  return {
    id: 'frontend',
    name: 'Frontend (S3)',
    before,
    after: [
      ...before,
      line('old versions', 's3Storage', oldGb, primaryRegion),
      ...(bucket.isReplicated ? replica : []),
    ],
    note: `old versions for ${days} days${bucket.isReplicated ? ', and a replica' : ''}`,
  };
}
