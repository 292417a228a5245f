import { readAssembly } from '../assembly/read-assembly';
import { synthesise } from '../cli/synthesise';
import type { Counted } from '../cost/counted';
import type { OrchestrationUse } from '../cost/orchestration';
import { DEFAULT_DARK_AT_MS, type RehearsalOptions } from '../rehearsal/stage/options';
import { withStage } from '../rehearsal/stage/stage';
import { rehearse } from '../rehearsal/failover/rehearse';
import { rehearseValidation } from '../rehearsal/restore-validation/rehearse';
import { REFERENCE_WORKLOAD } from '../rehearsal/workload/reference';

/** Our own namespace: what AWS's services put of themselves is free. */
const NAMESPACE = 'PilotLight';
/** Everything that is put on a schedule has been by then. */
const WATCHED_MS = 3 * 3_600_000;

type Common = Pick<RehearsalOptions, 'assemblyDirectory' | 'workload' | 'seed' | 'durations'>;

/** What `pilotlight cost` does not work out but has had counted, as cost/counted.json holds it. */
export async function count(): Promise<string> {
  const assembly = await synthesise();
  try {
    const common: Common = {
      assemblyDirectory: assembly.directory,
      workload: REFERENCE_WORKLOAD,
      seed: 1,
      durations: 'default',
    };
    const failover = { ...common, faultsPath: undefined, input: undefined };
    const counted: Counted = {
      customMetrics: await customMetrics(common),
      validation: useOf((await rehearseValidation({ ...common, faultsPath: undefined, startMs: undefined })).report),
      drill: useOf((await rehearse({ ...failover, mode: 'drill', darkAtMs: undefined })).report),
      failover: useOf((await rehearse({ ...failover, mode: 'failover', darkAtMs: DEFAULT_DARK_AT_MS })).report),
    };
    return JSON.stringify(counted, null, 2);
  } finally {
    await assembly.remove();
  }
}

function useOf(report: {
  readonly verdict: string;
  readonly price: (OrchestrationUse & { readonly usd: number }) | null;
}): OrchestrationUse {
  if (report.verdict !== 'passed' || report.price === null)
    throw new Error(`A rehearsal ended "${report.verdict}": nothing is to be counted in it`);
  const { usd: _, ...use } = report.price;
  return use;
}

/** Of both regions, put while nothing happens. */
async function customMetrics(common: Common): Promise<number> {
  const { seed, durations, workload } = common;
  return await withStage({ assembly: readAssembly(common.assemblyDirectory), seed, durations }, async (stage) => {
    await stage.deploy(workload);
    stage.startClients(workload.client);
    const { scheduler, regions } = stage.world;
    await scheduler.runUntil(scheduler.now() + WATCHED_MS);
    const all = [...regions.values()].flatMap(({ cloudWatch }) => cloudWatch.metrics.metrics());
    return all.filter(({ namespace }) => namespace === NAMESPACE).length;
  });
}
