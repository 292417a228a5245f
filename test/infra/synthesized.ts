import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { type AssemblyStack, readAssembly } from '../../assembly/read-assembly';
import { parseConfig } from '../../infra/config/parse';
import type { Config } from '../../infra/config/schema';
import { namesOf } from '../../infra/names';

export type Stacks = Readonly<Record<StackKey, Template>>;
type StackKey = keyof ReturnType<typeof namesOf>['stacks'];

/** The templates as they are synthesised, with empty bundles. */
export function synthesizeStacks(overrides: unknown = {}): { stacks: Stacks; config: Config } {
  const config = parseConfig(overrides);
  const { stacks } = namesOf(config);
  const assembly = assemblyStacks(overrides);
  // A stack that the configuration leaves out is an empty one.
  const template = (name: string) =>
    Template.fromJSON({ Resources: {}, ...assembly.find((stack) => stack.name === name)?.template });
  return {
    config,
    stacks: {
      primary: template(stacks.primary),
      standby: template(stacks.standby),
      recovery: template(stacks.recovery),
      activation: template(stacks.activation),
      cache: template(stacks.cache),
      traffic: template(stacks.traffic),
      frontend: template(stacks.frontend),
      replica: template(stacks.replica),
      zone: template(stacks.zone),
    },
  };
}

/** The stacks as whoever deploys them reads them. */
export function assemblyStacks(overrides: unknown = {}): readonly AssemblyStack[] {
  return readAssembly(assemblyDirectory(overrides));
}

/**
 * The cloud assembly of a configuration, made once in a run of jest: whichever file asks first makes it, in whichever
 * worker. Nothing writes into it.
 */
export function assemblyDirectory(overrides: unknown = {}): string {
  const run = process.env['PILOT_LIGHT_TEST_RUN'];
  if (run === undefined) throw new Error('PILOT_LIGHT_TEST_RUN is not set: jest sets it before the first test');
  const key = createHash('sha256').update(JSON.stringify(overrides)).digest('hex').slice(0, 16);
  const made = join(run, 'synthesized', key);
  if (!existsSync(made)) {
    mkdirSync(join(run, 'synthesized'), { recursive: true });
    const directory = mkdtempSync(`${made}-`);
    synthesize(directory, parseConfig(overrides));
    keep(directory, made);
  }
  return join(made, 'cdk.out');
}

/** The stacks and the CDK below them are loaded only by the file that comes first. */
function synthesize(directory: string, config: Config): void {
  const { synthesizeInto } = require('./synthesize-into') as typeof import('./synthesize-into');
  synthesizeInto(directory, config);
}

function keep(directory: string, made: string): void {
  try {
    renameSync(directory, made);
  } catch (error) {
    // The other worker was faster: what it made is the same.
    rmSync(directory, { recursive: true });
    if (!existsSync(made)) throw error;
  }
}

/** How many resources of each type. */
export function inventory(template: Template): Readonly<Record<string, number>> {
  const resources: Record<string, { Type: string }> = template.toJSON()['Resources'];
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values(resources)) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
}

export function textOf(template: Template): string {
  return JSON.stringify(template.toJSON());
}
