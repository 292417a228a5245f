import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { readJsonFile } from '../input/input-file';
import type { Config } from '../infra/config/schema';
import type { ConfiguredWorkload, SimulatedNames } from '../rehearsal/workload/look-up';
import type { RehearsedWorkload } from '../rehearsal/workload/workload';
import { readWorkloadFile, type WorkloadFile } from '../rehearsal/workload/workload-file';
import { type Io, UsageError } from './command';
import { CONFIG_VARIABLE, configurationFile } from './configuration';
import { onInterrupt } from './interrupt';
import { cachedAssembly } from './assembly-cache';
import type { Assembly } from './synthesise';

/** A workload that runs already: what its team says of it, in the configuration and in the file of --workload. */
export interface OwnWorkload {
  readonly file: WorkloadFile;
  readonly configured: ConfiguredWorkload;
  /** Of the configuration. */
  readonly configPath: string;
}

/** What is rehearsed, and the templates that protect it. */
export interface Rehearsed {
  readonly assembly: Assembly;
  readonly workload: RehearsedWorkload;
}

/**
 * Reads the file of --workload.
 * @param config that it goes with
 * @throws UsageError or InputFileError that says what to write instead
 */
export function readOwnWorkload(
  path: string | undefined,
  config: Config,
  environment: Io['environment'],
): OwnWorkload | undefined {
  if (path === undefined) {
    if (config.workload.kind === 'existing')
      throw new UsageError(
        '--workload: the configuration has the workload.kind "existing", and its stacks do not make that workload. Write ' +
          'what does into a file, and give it with --workload FILE (docs/PILOT_LIGHT_IMPLEMENTATION.md, "Rehearsing a ' +
          'workload of yours")',
      );
    return undefined;
  }
  const configPath = configurationFile(environment);
  const configured = configuredWorkload(config);
  if (configPath === undefined || configured === undefined)
    throw new UsageError(
      `--workload: the configuration${configPath === undefined ? '' : ` ${configPath}`} has the workload.kind "reference", ` +
        'which the rehearsal makes itself. Leave --workload out, or set PILOT_LIGHT_CONFIG to a configuration with the ' +
        'workload.kind "existing"',
    );
  return {
    file: readWorkloadFile(path, [configured.primaryRegion, configured.standbyRegion]),
    configured,
    configPath,
  };
}

interface Circumstances {
  readonly seed: number;
  readonly environment: Io['environment'];
  /** Is told what differs from what would be deployed. */
  readonly tell: (text: string) => void;
}

/** Synthesises the CDK app for what is rehearsed: the reference workload, or the team's own. */
export async function synthesiseRehearsed(
  own: OwnWorkload | undefined,
  circumstances: Circumstances,
): Promise<Rehearsed> {
  if (own !== undefined) return await synthesiseForOwn(own, circumstances);
  const assembly = await cachedAssembly({ [CONFIG_VARIABLE]: circumstances.environment[CONFIG_VARIABLE] });
  const { REFERENCE_WORKLOAD }: typeof import('../rehearsal/workload/reference') =
    require('../rehearsal/workload/reference');
  return { assembly, workload: REFERENCE_WORKLOAD };
}

/** AWS and the simulator draw the random ends of names each by itself: the templates are made with the simulator's. */
async function synthesiseForOwn(
  { file, configured, configPath }: OwnWorkload,
  { seed, tell }: Circumstances,
): Promise<Rehearsed> {
  const { existingWorkload, nameAhead }: typeof import('../rehearsal/workload/existing') =
    require('../rehearsal/workload/existing');
  const names = await nameAhead(file, configured, seed);
  tell(
    `the simulated regions have names of their own for workload.secretArn and workload.keyArn: ${names.secretArn}, ${names.keyArn}`,
  );
  const assembly = await withNames(configPath, names, (path) => cachedAssembly({ [CONFIG_VARIABLE]: path }));
  return { assembly, workload: existingWorkload(file, { ...configured, ...names }) };
}

const RawConfig = z.looseObject({ workload: z.looseObject({}) });

/** Runs something with the configuration in which these two names alone are others. */
async function withNames<T>(configPath: string, names: SimulatedNames, use: (path: string) => Promise<T>): Promise<T> {
  const config = RawConfig.parse(readJsonFile(configPath).value);
  const folder = mkdtempSync(join(tmpdir(), 'pilot-light-config-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const interruption = onInterrupt(remove);
  try {
    const path = join(folder, 'config.json');
    writeFileSync(path, JSON.stringify({ ...config, workload: { ...config.workload, ...names } }));
    return await use(path);
  } finally {
    interruption.forget();
    remove();
  }
}

/** Undefined for the reference workload. */
export function configuredWorkload(config: Config): ConfiguredWorkload | undefined {
  const { account, primaryRegion, standbyRegion, workload, zone, validation } = config;
  if (workload.kind === 'reference') return undefined;
  if (zone.create)
    throw new UsageError(
      'PILOT_LIGHT_CONFIG: zone.create: with --workload, write false and the id of the zone: the records of the workload ' +
        'are in it before any stack of ours could make it',
    );
  const { clusterArn, secretArn, standbySecretArn = null, keyArn, frontend } = workload;
  const { heartbeat } = validation;
  return {
    account,
    primaryRegion,
    standbyRegion,
    clusterArn,
    secretArn,
    standbySecretArn,
    keyArn,
    zone: { id: zone.id, name: zone.name },
    frontendBucket: frontend?.bucketName ?? null,
    heartbeat: heartbeat === null ? null : { table: heartbeat.table, column: heartbeat.column },
  };
}
