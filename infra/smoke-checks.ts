import type * as z from 'zod';
import type { Check } from '../functions/smokeTest/contract';
import type { Config } from './config';
import { namesOf } from './names';

/** What must hold before traffic moves, and after: the team's own checks, or those of the reference workload. */
export function smokeChecks(config: Config): readonly z.input<typeof Check>[] {
  const { publicName, standbyName } = config.traffic;
  return (
    config.recovery.smokeChecks ?? [
      ...['index.html', 'release.json'].map((key) => ({
        kind: 'object' as const,
        suite: 'frontend' as const,
        name: `replica holds ${key}`,
        bucket: namesOf(config).replicaBucket,
        key,
      })),
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
    ]
  );
}
