import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { TransientDependencyError, UnsafeToProceedError } from '../shared/errors';
import type { Serves } from '../shared/lock-table';
import type { Traffic } from './aws';
import type { Environment, Output } from './contract';
import { planRecords } from './plan-records';

type RecordsEnvironment = Extract<Environment, { TRAFFIC_MODE: 'records' }>;

/** How traffic gets to a region. `asWanted`: nothing has to be changed, or the change is under way. */
export type Route =
  | { readonly kind: 'asWanted'; readonly output: Output }
  | { readonly kind: 'change'; carryOut(): Promise<Output> };

export interface RouteRequest {
  readonly serves: Serves;
  readonly changeId?: string | null | undefined;
  /** Of a metric: the instant as of which it is true. Left out, the present when it is carried out. */
  readonly asOfMs?: number;
}

const SOON_SECONDS = 5;

/** Plans how to route traffic, by the metric or by the records, as the environment says. Nothing is changed by planning. */
export async function planRoute(
  traffic: Traffic,
  request: RouteRequest,
  { environment, now }: Surroundings<Environment>,
): Promise<Route> {
  if (environment.TRAFFIC_MODE === 'records') {
    return await onControlPlane(() => planByRecords(traffic, request, environment));
  }
  const { serves, asOfMs } = request;
  return {
    kind: 'change',
    async carryOut() {
      await traffic.putSwitchMetric(environment.WORKLOAD_NAME, serves, new Date(asOfMs ?? now()));
      const detail = `the switch metric says that the ${serves} region serves`;
      return { state: 'switched', serves, trafficMode: 'healthCheck', changeId: null, nextPollSeconds: 0, detail };
    },
  };
}

/** Whoever reads the failure has to learn that the mode leans on us-east-1 (AWS Fault Isolation Boundaries, Route 53). */
async function onControlPlane<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isTransient(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TransientDependencyError(
      `the records cannot be changed: Route 53's control plane, which is in us-east-1, did not answer (${reason})`,
      { cause: error },
    );
  }
}

async function planByRecords(
  traffic: Traffic,
  { serves, changeId }: RouteRequest,
  environment: RecordsEnvironment,
): Promise<Route> {
  const answer = (state: Output['state'], id: string | null, detail: string): Output => ({
    state,
    serves,
    trafficMode: 'records',
    changeId: id,
    nextPollSeconds: state === 'pending' ? SOON_SECONDS : 0,
    detail,
  });
  const asWanted = (output: Output): Route => ({ kind: 'asWanted', output });
  if (changeId !== undefined && changeId !== null) {
    const status = await traffic.changeStatus(changeId);
    if (status === 'INSYNC') return asWanted(answer('switched', changeId, 'all name servers have the records'));
    if (status === 'PENDING')
      return asWanted(answer('pending', changeId, 'the record change is not on all name servers yet'));
    // Route 53 lost it, as it may while its control plane fails over: make it again.
  }
  const { HOSTED_ZONE_ID: zoneId, PUBLIC_NAME: name } = environment;
  const targets = { primary: environment.PRIMARY_TARGET, standby: environment.STANDBY_TARGET };
  const plan = planRecords(await traffic.records(zoneId, name), targets, serves);
  if (plan.kind === 'unexpected') throw new UnsafeToProceedError('traffic-records-unexpected', plan.why);
  if (plan.kind === 'asWanted') return asWanted(answer('switched', null, 'the records lead there already'));
  const { records } = plan;
  return {
    kind: 'change',
    carryOut: () =>
      onControlPlane(async () => {
        const change = { name, records, comment: `the ${serves} region serves` };
        const id = await traffic.changeRecords(zoneId, change);
        return answer('pending', id, 'the record change has been submitted');
      }),
  };
}
