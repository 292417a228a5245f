import type * as z from 'zod';
import type { Check } from '../functions/smokeTest/contract';
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
