import type { Problem } from '../../input/problems';
import { backupProblems } from './backup-problems';
import { breakGlassProblems } from './break-glass';
import { cronProblem } from './backup-schedule';
import { drillProblems } from './drill-problems';
import { existingWorkloadProblems } from './existing-workload';
import { readerProblems } from './reader-problems';
import type { ReferenceWorkload } from './reference-workload';
import type { Config } from './schema';

/** What does not go together in a configuration, though each field for itself is well-formed. */
export function* problemsOf(config: Config): Generator<Problem> {
  const { primaryRegion, workload } = config;
  if (config.standbyRegion === primaryRegion)
    yield {
      path: ['standbyRegion'],
      message: 'write another region than primaryRegion, which is the same',
    };
  yield* trafficProblems(config);
  yield* workload.kind === 'existing'
    ? existingWorkloadProblems(workload, config)
    : referenceWorkloadProblems(workload, config);
  yield* databaseProblems(config);
  yield* validationProblems(config);
  yield* drillProblems(config);
  yield* backupProblems(config);
  yield* breakGlassProblems(config);
  if (config.freshness.marginMinutes >= config.objectives.rpoMinutes)
    yield {
      path: ['freshness', 'marginMinutes'],
      message: 'write less than objectives.rpoMinutes, of which it is a part',
    };
}

function* trafficProblems({ traffic, zone }: Config): Generator<Problem> {
  if (traffic.mode === 'records' && traffic.switch === 'endpoint')
    yield {
      path: ['traffic', 'switch'],
      message: 'write "metric", or "healthCheck" for traffic.mode: changed records heed no switch',
    };
  if (zone.acceleratedRecovery && !zone.create)
    yield {
      path: ['zone', 'acceleratedRecovery'],
      message: `write true for zone.create as well, or leave it out: of a zone that is there already it is switched on with: aws route53 update-hosted-zone-features --enable-accelerated-recovery --hosted-zone-id ${zone.id}`,
    };
  for (const name of ['publicName', 'primaryName', 'standbyName'] as const) {
    if (!traffic[name].endsWith(`.${zone.name}`))
      yield {
        path: ['traffic', name],
        message: `write a name in the zone "${zone.name}", or change zone.name to the zone that holds it`,
      };
  }
  if (new Set([traffic.publicName, traffic.primaryName, traffic.standbyName]).size < 3)
    yield {
      path: ['traffic'],
      message: 'write three different names for publicName, primaryName and standbyName',
    };
}

function* referenceWorkloadProblems(workload: ReferenceWorkload, config: Config): Generator<Problem> {
  const { cidr, frontend } = workload;
  const { traffic, zone, network } = config;
  yield* readerProblems(workload, config);
  if (cidr === network.standbyCidr)
    yield {
      path: ['network', 'standbyCidr'],
      message: 'write another range than workload.cidr, so that the networks can be joined',
    };
  if (!frontend.cdn) return;
  const path = ['workload', 'frontend', 'publicName'];
  const { publicName = `www.${zone.name}` } = frontend;
  if (!publicName.endsWith(`.${zone.name}`))
    yield {
      path,
      message: `write a name in the zone "${zone.name}", change zone.name, or write false for workload.frontend.cdn`,
    };
  if ([traffic.publicName, traffic.primaryName, traffic.standbyName].includes(publicName))
    yield { path, message: `write another name than those of the API in traffic, of which ${publicName} is one` };
}

function* databaseProblems({ cluster, database, network }: Config): Generator<Problem> {
  if (cluster.replica === 'instance' && database === 'snapshot')
    yield {
      path: ['cluster', 'replica'],
      message: 'write "headless", or "global" for database: there is no replica otherwise',
    };
  if (cluster.minCapacity > cluster.maxCapacity)
    yield {
      path: ['cluster', 'minCapacity'],
      message: `write at most cluster.maxCapacity, which is ${cluster.maxCapacity}`,
    };
  if (network.zones[0] === network.zones[1])
    yield {
      path: ['network', 'zones'],
      message: 'write two different letters: the writer and the reader stand in different zones',
    };
}

function* validationProblems({ name, recovery, validation }: Config): Generator<Problem> {
  for (const suite of ['standby', 'public'] as const) {
    if (recovery.smokeChecks?.every((check) => check.suite !== suite))
      yield {
        path: ['recovery', 'smokeChecks'],
        message: `write at least one check with the suite "${suite}": nothing would prove that traffic may move`,
      };
  }
  for (const [prefix, which] of [
    ['validate-', 'clusters under validation'],
    ['repair-', 'clusters restored beside a damaged one'],
  ] as const) {
    if (name.startsWith(prefix))
      yield {
        path: ['name'],
        message: `write a name that does not begin with "${prefix}": ${which} are named so`,
      };
  }
  const cron = cronProblem(validation.schedule, validation.timeZone);
  if (cron !== undefined) yield { path: ['validation', 'schedule'], message: cron };
}
