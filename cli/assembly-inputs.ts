import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../input/json-text';
import { fingerprint } from './cache/fingerprint';
import { CONFIG_VARIABLE } from './configuration';

/** The CDK app, what it bundles, and what says which packages and settings they are made with. */
export const ASSEMBLY_INPUTS = [
  'infra',
  'input',
  'functions',
  'workload',
  'statemachines',
  // The judge of state machines.
  'simulator/asl',
  // What a search for a moment costs is said by a function.
  'cost/prices.json',
  'cost/prices.ts',
  'cli/synthesise.ts',
  'cdk.json',
  'cdk.context.json',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  // Which packages are there in fact, as npm wrote it down.
  'node_modules/.package-lock.json',
];

/** What the CDK, Node, tsx and esbuild read of the environment; all that the app itself reads is its configuration. */
const VARIABLES = /^(CDK|JSII|TSX|ESBUILD)_|^(NODE_OPTIONS|NODE_PATH|TZ)$/;
/** Given to every synthesis by us. */
const OURS: ReadonlySet<string> = new Set(['CDK_OUTDIR', 'CDK_VALIDATION']);

const Configuration = z.object({ workload: z.object({ activationTemplate: z.string() }) });

/**
 * Tells assemblies apart: equal for two that would be equal.
 * @param environment in which the app is synthesised
 */
export function assemblyKey(project: string, environment: Readonly<Record<string, string | undefined>>): string {
  const configFile = environment[CONFIG_VARIABLE];
  const config = configFile === undefined ? undefined : read(resolve(project, configFile));
  const variables = Object.entries(environment)
    .filter(([name, value]) => value !== undefined && VARIABLES.test(name) && !OURS.has(name))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return fingerprint(project, ASSEMBLY_INPUTS, [
    process.version,
    process.platform,
    process.arch,
    variables,
    // Templates are read again in the same place.
    resolve(project),
    // Its content, not its name: the configuration of a rehearsal may be a copy in a temporary folder. One that cannot be
    // read is not the default one: the app has to say what is wrong with it.
    configFile === undefined ? 'default' : { content: config ?? null },
    config === undefined ? undefined : activationTemplate(project, config),
  ]);
}

/** The template that a configuration names for a workload that runs already (infra/stacks/existing-activation-stack.ts). */
function activationTemplate(project: string, config: string): string | undefined {
  try {
    return read(resolve(project, Configuration.parse(parseJson(config).value).workload.activationTemplate));
  } catch {
    return undefined;
  }
}

/** What cannot be read the app complains of, in its own words. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
