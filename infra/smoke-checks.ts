import type * as z from 'zod';
import type { Check } from '../functions/smokeTest/contract';
import type { PrimaryCheck } from '../functions/updateRoute53/contract';
import type { Config } from './config/schema';
import { namesOf } from './names';
import type { ExistingWorkload } from './config/existing-workload';

type SmokeCheck = z.input<typeof Check>;

/** What must hold before traffic moves, and after: the team's own checks, or what can be known of the workload. */
export function smokeChecks(config: Config): readonly SmokeCheck[] {
  const { workload, recovery } = config;
  if (workload.kind === 'existing') {
    return [
      ...frontendChecks(config, workload.frontend?.keys ?? []),
      ...(recovery.smokeChecks ?? healthChecks(config, workload)),
    ];
  }
  return recovery.smokeChecks ?? referenceChecks(config);
}

/**
 * What the primary must answer before users are sent back to it: what the public name is asked after a failover, or where
 * that is nothing over HTTPS the standby, asked of the primary. What names the standby region there names the primary here.
 */
export function primaryChecks(config: Config): readonly PrimaryCheck[] {
  const { primaryRegion, standbyRegion, traffic } = config;
  const asked = smokeChecks(config).filter((check) => check.kind === 'http');
  const bySuite = (suite: SmokeCheck['suite']) => asked.filter((check) => check.suite === suite);
  const checks = bySuite('public').length > 0 ? bySuite('public') : bySuite('standby');
  return checks.map(({ kind, url, expectStatus, expectJson, expectBodyIncludes }) => ({
    kind,
    name: `primary answers ${new URL(url).pathname}`,
    url,
    connectTo: traffic.primaryName,
    expectStatus,
    expectBodyIncludes: expectBodyIncludes?.replaceAll(standbyRegion, primaryRegion),
    expectJson:
      expectJson &&
      Object.fromEntries(
        Object.entries(expectJson).map(([field, value]) => [field, value === standbyRegion ? primaryRegion : value]),
      ),
  }));
}

/** Each health path in the standby region before traffic moves, and under the public name after. */
function healthChecks(config: Config, { healthPaths }: ExistingWorkload): readonly SmokeCheck[] {
  const { publicName, standbyName } = config.traffic;
  return healthPaths.flatMap((path): SmokeCheck[] => {
    const url = `https://${publicName}${path}`;
    return [
      // The public name still leads to the primary: the certificate and the routes are tested where traffic will go.
      { kind: 'http', suite: 'standby', name: `standby answers ${path}`, url, connectTo: standbyName },
      { kind: 'http', suite: 'public', name: `public name answers ${path}`, url },
    ];
  });
}

function frontendChecks(config: Config, keys: readonly string[]): readonly SmokeCheck[] {
  const bucket = namesOf(config).replicaBucket;
  return keys.map((key) => ({ kind: 'object', suite: 'frontend', name: `replica holds ${key}`, bucket, key }));
}

function referenceChecks(config: Config): readonly SmokeCheck[] {
  const { publicName, standbyName } = config.traffic;
  return [
    ...frontendChecks(config, ['index.html', 'release.json']),
    {
      kind: 'http',
      suite: 'standby',
      name: 'standby answers with its database',
      url: `https://${publicName}/health`,
      // The public name still leads to the primary: the certificate and the routes are tested where traffic will go.
      connectTo: standbyName,
      expectJson: { status: 'ok', region: config.standbyRegion },
    },
    {
      kind: 'sql',
      suite: 'standby',
      name: 'heartbeats are restored',
      database: config.cluster.databaseName,
      sql: 'select count(*) from heartbeats',
      expect: { atLeast: 1 },
    },
    {
      kind: 'http',
      suite: 'public',
      name: 'public name leads to the standby',
      url: `https://${publicName}/health`,
      expectJson: { status: 'ok', region: config.standbyRegion },
    },
  ];
}
