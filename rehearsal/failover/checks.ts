import type { Observations } from './observations';

import { frontendCheck } from './frontend-check';
import { isMadeByStack } from '../stage/made-by-stack';
import type { DarkCalls } from './recovery-path';
import { resolvePublicName } from '../stage/public-name';
import type { ReportCheck } from '../stage/report-check';
import { orphanCheck } from '../stage/orphan-check';
import { rowChecks } from './row-checks';
import { evidenceCheck } from '../stage/evidence-check';

export interface Findings {
  /** Undefined: no record could be read that would account for what is there. */
  readonly orphans: readonly string[] | undefined;
  readonly darkCalls: DarkCalls;
}

/** The one check that may fail when the state machine refused to go on. */
export const EXECUTION_CHECK = 'execution succeeded';

/** Everything that must hold for a rehearsal to have passed. */
export async function runChecks(observed: Observations, findings: Findings): Promise<readonly ReportCheck[]> {
  const { execution, options } = observed;
  const common: readonly ReportCheck[] = [
    check(
      EXECUTION_CHECK,
      execution.status === 'SUCCEEDED',
      `${execution.name}: ${execution.status}${execution.error === null ? '' : `, ${execution.error}`}`,
    ),
    evidenceCheck(observed.recorded),
    orphanCheck(findings.orphans),
    check(
      'no call to the dark region',
      findings.darkCalls.ofFailover === 0,
      `${findings.darkCalls.ofFailover} calls of the failover to its endpoints or to control planes that live there; ` +
        `${findings.darkCalls.ofOthers} attempts of what watches the backups of the primary`,
    ),
  ];
  if (execution.status !== 'SUCCEEDED') return [...common, await trafficCheck(observed)];
  const own = options.mode === 'failover' ? await failoverChecks(observed) : await drillChecks(observed);
  return [...common, ...own, ...(await frontendCheck(observed.world, observed.estate))];
}

/** An execution that stopped half-way: what it says about traffic must be true. */
async function trafficCheck(observed: Observations): Promise<ReportCheck> {
  const { estate, evidence } = observed;
  const target = await resolvePublicName(observed);
  const name = 'traffic is where the evidence says';
  if (evidence === undefined) {
    return { name, passed: null, detail: `${estate.PublicName} resolves to ${target}; no record says where it should` };
  }
  const expected = evidence.traffic === 'standby' ? estate.StandbyTarget : estate.PrimaryTarget;
  return check(
    name,
    target === expected,
    `${estate.PublicName} leads to ${target}; the evidence says ${evidence.traffic}`,
  );
}

async function failoverChecks(observed: Observations): Promise<readonly ReportCheck[]> {
  const { clients, estate, execution } = observed;
  const served = clients.servedBy(estate.standbyRegion, execution.endedAtMs);
  const target = await resolvePublicName(observed);
  return [
    check('traffic goes to the standby', target === estate.StandbyTarget, `${estate.PublicName} leads to ${target}`),
    check(
      'the workload serves from the standby',
      served.length > 0,
      `${served.length} client requests served by ${estate.standbyRegion} since the execution ended`,
    ),
    ...rowChecks(observed),
  ];
}

async function drillChecks(observed: Observations): Promise<readonly ReportCheck[]> {
  const { world, estate } = observed;
  const target = await resolvePublicName(observed);
  const region = world.region(estate.standbyRegion);
  const isDeployed = (name: string) => region.cloudFormation.stacks.live.some((stack) => stack.name === name);
  const ofFailover = [
    estate.ActivationStackName,
    ...(estate.CacheStackName === undefined ? [] : [estate.CacheStackName]),
  ];
  const left = [
    ...[...region.rds.clusters.all.values()]
      .filter(({ identifier }) => !isMadeByStack(region, identifier))
      .map(({ identifier }) => `cluster ${identifier}`),
    ...region.elastiCache.caches.filter(({ name }) => !isMadeByStack(region, name)).map(({ name }) => `cache ${name}`),
    ...(estate.Standby === 'warm'
      ? ofFailover.filter((name) => !isDeployed(name)).map((name) => `no stack ${name}`)
      : ofFailover.filter(isDeployed).map((name) => `stack ${name}`)),
  ];
  const kept = estate.Standby === 'warm' ? 'the warm standby is deployed' : 'no activation stack is left';
  return [
    check(
      'traffic stayed with the primary',
      target === estate.PrimaryTarget,
      `${estate.PublicName} leads to ${target}`,
    ),
    check(
      'the drill took itself down',
      left.length === 0,
      left.length === 0 ? `no cluster and no cache of its own is left, and ${kept}` : `left: ${left.join(', ')}`,
    ),
  ];
}

function check(name: string, passed: boolean, detail: string): ReportCheck {
  return { name, passed, detail };
}
