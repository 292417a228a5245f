import type * as z from 'zod';
import type { DataCheck, DataSettings, NewestRow } from '../functions/smokeTest/data/settings';
import { ConfigError } from './config/config-error';
import type { Config } from './config/schema';
import { namesOf } from './names';

/** A function's environment holds 4 KB in all (AWS Lambda quotas); the rest of it takes less than 1.5. */
const ROOM_CHARACTERS = 2_500;

/** What a validation asks a restored database: as configured, with the checks of the reference workload by default. */
export function dataChecks(config: Config): z.input<typeof DataSettings> {
  const { validation } = config;
  const names = namesOf(config);
  const settings = {
    database: config.cluster.databaseName,
    role: validation.readerRole,
    statementTimeoutSeconds: validation.statementTimeoutSeconds,
    manifest: {
      bucket: names.replicaBucket,
      prefix: names.manifestPrefix,
      maximumAgeMinutes: validation.manifestMaximumAgeMinutes,
      rowsWithinPercent: validation.rowsWithinPercent,
      ignoreRowsOf: validation.ignoreRowsOf,
    },
    heartbeat: validation.heartbeat,
    integrity: validation.integrity,
    checks: [...(validation.checks ?? REFERENCE_CHECKS)],
    newestRows: [...(validation.newestRows ?? REFERENCE_NEWEST_ROWS)],
  };
  const size = JSON.stringify(settings).length;
  if (size <= ROOM_CHARACTERS) return settings;
  throw new ConfigError(
    `validation.checks: write fewer or shorter checks, or put their SQL into views: with the other settings they take ${size} characters, and Lambda's environment has room for ${ROOM_CHARACTERS}`,
  );
}

const REFERENCE_CHECKS: readonly z.input<typeof DataCheck>[] = [
  { name: 'heartbeats are there', sql: 'select count(*) from heartbeats', expect: { atLeast: 1 } },
  {
    name: 'no heartbeat was recorded before it was sent',
    sql: "select count(*) from heartbeats where recorded_at < sent_at - interval '1 minute'",
    expect: { equals: 0 },
  },
];

const REFERENCE_NEWEST_ROWS: readonly z.input<typeof NewestRow>[] = [
  { table: 'public.heartbeats', name: 'heartbeat', orderBy: 'recorded_at', show: ['client_id', 'sequence'] },
];
