import type { Surroundings } from '../../shared/create-handler';
import { Manifest, manifestKey } from '../../shared/manifest';
import { ROW_TEXT_SETTINGS } from '../../shared/row-text';
import type { Probes } from '../aws';
import type { Environment, Input, Output } from '../contract';
import { chooseManifests, type Manifests } from './decide';
import { runDataSuite } from './run-data-suite';
import type { DataSettings } from './settings';

const HOUR_MS = 3_600_000;
const START = { check: 0, item: 0, problems: [] };

/** Holds a restored database against what the primary said of itself at the time, and against the team's own checks. */
export async function proveData(
  probes: Probes,
  input: Extract<Input, { suite: 'data' }>,
  { environment, region, now }: Surroundings<Environment>,
): Promise<Output> {
  const settings = environment.DATA_CHECKS;
  const startedMs = now();
  const recoveryPointMs = Date.parse(input.recoveryPointCreatedAt);
  const database = { clusterArn: input.clusterArn, secretArn: input.secretArn };
  const how = { database: settings.database, statementTimeoutMs: settings.statementTimeoutSeconds * 1000 };
  const { checks, next } = await runDataSuite({
    restored: {
      settings,
      recoveryPointMs,
      manifests: await findManifests(probes, settings.manifest, recoveryPointMs),
      query: (sql) => probes.readOnlySql(database, { ...how, role: settings.role }, sql),
      queryText: (sql) =>
        probes.readOnlySql(database, { ...how, role: settings.role, settings: ROW_TEXT_SETTINGS }, sql),
      queryAsMaster: (sql) => probes.readOnlySql(database, how, sql),
    },
    from: input.cursor ?? START,
    now,
    pause: (durationMs) => probes.pause(durationMs),
  });
  return {
    passed: checks.every((check) => check.passed),
    suite: 'data',
    region,
    startedAt: new Date(startedMs).toISOString(),
    finishedAt: new Date(now()).toISOString(),
    checks: [...checks],
    cursor: next ?? null,
  };
}

/** Manifests are named by their hour: those from the oldest that counts to the one after the recovery point. */
async function findManifests(
  probes: Probes,
  { bucket, prefix, maximumAgeMinutes }: DataSettings['manifest'],
  recoveryPointMs: number,
): Promise<Manifests | undefined> {
  const maximumAgeMs = maximumAgeMinutes * 60_000;
  const hours = Math.ceil(maximumAgeMs / HOUR_MS) + 2;
  const keys = Array.from({ length: hours + 1 }, (_, back) =>
    manifestKey(prefix, recoveryPointMs + (1 - back) * HOUR_MS),
  );
  const texts = await Promise.all(keys.map((key) => probes.objectText(bucket, key)));
  const manifests = texts.flatMap((text) => (text === undefined ? [] : parseManifest(text)));
  return chooseManifests(manifests, recoveryPointMs, maximumAgeMs);
}

/** What is no manifest, or one of a later version, is as good as none. */
function parseManifest(text: string): readonly Manifest[] {
  try {
    const parsed = Manifest.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
