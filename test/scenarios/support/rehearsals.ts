import { stripVTControlCharacters } from 'node:util';
import { PlainView } from '../../../cli/output/plain-view';
import { rehearse, type RehearsalResult } from '../../../rehearsal/failover/rehearse';
import { REFERENCE_WORKLOAD } from '../../../rehearsal/workload/reference';
import { assemblyDirectory } from './assembly';
import { milliseconds } from './failover-stage';

export interface WatchedRehearsal extends RehearsalResult {
  /** What the command prints while it runs, without colours. */
  readonly timeline: string;
}

/** What `npm run rehearse` does, at the default durations, with less history before the darkness. */
export async function rehearsal(seed: number): Promise<WatchedRehearsal> {
  const lines: string[] = [];
  const view = new PlainView((line) => lines.push(`${stripVTControlCharacters(line).trimEnd()}\n`));
  const directory = await assemblyDirectory();
  const result = await view.follow((listener) =>
    rehearse(
      {
        assemblyDirectory: directory,
        workload: REFERENCE_WORKLOAD,
        seed,
        mode: 'failover',
        darkAtMs: milliseconds('2h10m'),
        durations: 'default',
        faultsPath: undefined,
        input: undefined,
      },
      listener,
    ),
  );
  return { ...result, timeline: lines.join('') };
}
