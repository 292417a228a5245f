import { line } from '../line';
import { HOURS_PER_MONTH } from '../month';
import { type Component, MILLION, type Question } from './component';

/** The primary cluster. Before: the writer alone. */
export function database({ deployed, assume }: Question): Component | undefined {
  const { database: cluster, primaryRegion: region } = deployed;
  if (cluster === undefined) return undefined;
  const writerAcus = Math.max(assume.acus, cluster.minCapacity);
  const readerAcus = Math.max(assume['reader-acus'], cluster.readersFollowWriter ? writerAcus : cluster.minCapacity);
  const before = [
    line('writer', 'auroraAcu', writerAcus * HOURS_PER_MONTH, region),
    line('storage', 'auroraStorage', assume.gb, region),
    line('I/O', 'auroraIo', assume.io * MILLION, region),
  ];
  const readers = line('readers', 'auroraAcu', cluster.readers * readerAcus * HOURS_PER_MONTH, region);
  return {
    id: 'database',
    name: 'Aurora Serverless v2',
    before,
    after: [...before, readers],
    note:
      cluster.readers === 0
        ? 'the writer only: one zone'
        : `readers in another zone: ${cluster.readers}, ${readerAcus === 0 ? 'paused' : `of ${readerAcus} ACUs`}`,
  };
}
