import { project } from './pipeline';
import type { PipelineReading } from './read-pipeline';

/**
 * When a newer recovery point than any that is there is expected to be complete in the standby vault, by what is under way
 * and planned; undefined while no copy has been measured.
 */
export function nextArrival({ pipeline, measured }: PipelineReading): number | undefined {
  if (measured.copies === 0) return undefined;
  const newestMs = pipeline.newestMs ?? Number.NEGATIVE_INFINITY;
  return project(pipeline, []).landings.find(({ createdAtMs }) => createdAtMs > newestMs)?.atMs;
}
