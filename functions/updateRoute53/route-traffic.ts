import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { TransientDependencyError, UnsafeToProceedError } from '../shared/errors';
import type { Serves } from '../shared/lock-table';
import type { Traffic } from './aws';
import type { Environment, Output } from './contract';
import { planRecords } from './decide';

type RecordsEnvironment = Extract<Environment, { TRAFFIC_MODE: 'records' }>;

const SOON_SECONDS = 5;

/** Routes traffic to the region, by the metric or by the records, as the environment says. */
export async function routeTraffic(
  traffic: Traffic,
  serves: Serves,
  changeId: string | undefined,
  { environment, now }: Surroundings<Environment>,
): Promise<Output> {
  if (environment.TRAFFIC_MODE === 'records') {
    return await onControlPlane(() => routeByRecords(traffic, serves, changeId, environment));
  }
  await traffic.putSwitchMetric(environment.WORKLOAD_NAME, serves, new Date(now()));
  const detail = `the switch metric says that the ${serves} region serves`;
  return { state: 'switched', serves, trafficMode: 'healthCheck', changeId: null, nextPollSeconds: 0, detail };
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

async function routeByRecords(
  traffic: Traffic,
  serves: Serves,
  changeId: string | undefined,
  environment: RecordsEnvironment,
): Promise<Output> {
  const answer = (state: Output['state'], id: string | null, detail: string): Output => ({
    state,
    serves,
    trafficMode: 'records',
    changeId: id,
    nextPollSeconds: state === 'pending' ? SOON_SECONDS : 0,
    detail,
  });
  if (changeId !== undefined) {
    const status = await traffic.changeStatus(changeId);
    if (status === 'INSYNC') return answer('switched', changeId, 'all name servers have the records');
    if (status === 'PENDING') return answer('pending', changeId, 'the record change is not on all name servers yet');
    // Route 53 lost it, as it may while its control plane fails over: make it again.
  }
  const { HOSTED_ZONE_ID: zoneId, PUBLIC_NAME: name } = environment;
  const targets = { primary: environment.PRIMARY_TARGET, standby: environment.STANDBY_TARGET };
  const plan = planRecords(await traffic.records(zoneId, name), targets, serves);
  if (plan.kind === 'unexpected') throw new UnsafeToProceedError('traffic-records-unexpected', plan.why);
  if (plan.kind === 'asWanted') return answer('switched', null, 'the records lead there already');
  const id = await traffic.changeRecords(zoneId, name, plan.records, `the ${serves} region serves`);
  return answer('pending', id, 'the record change has been submitted');
}
