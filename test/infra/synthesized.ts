import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { buildApp, createApp } from '../../infra/build-app';
import { parseConfig } from '../../infra/config/parse';
import type { Config } from '../../infra/config/schema';
import { ENTRIES } from '../../infra/entries';
import { namesOf } from '../../infra/names';

export type Stacks = Readonly<Record<StackKey, Template>>;
type StackKey = keyof ReturnType<typeof namesOf>['stacks'];

/** The templates as they are synthesised, with empty bundles: these tests are about what surrounds the code. */
export function synthesizeStacks(overrides: unknown = {}): { stacks: Stacks; config: Config } {
  process.env['CDK_VALIDATION'] = 'false';
  const config = parseConfig(overrides);
  const { stacks } = namesOf(config);
  return inTemporaryDirectory((directory) => {
    const assembly = synthesizeInto(directory, config);
    // A stack that the configuration leaves out is an empty one.
    const template = (name: string) =>
      Template.fromJSON(assembly.stacks.find(({ stackName }) => stackName === name)?.template ?? { Resources: {} });
    return {
      config,
      stacks: {
        primary: template(stacks.primary),
        standby: template(stacks.standby),
        recovery: template(stacks.recovery),
        activation: template(stacks.activation),
        traffic: template(stacks.traffic),
        frontend: template(stacks.frontend),
        replica: template(stacks.replica),
        zone: template(stacks.zone),
      },
    };
  });
}

/** `change` is made before the templates are written. */
export function synthesizeInto(
  directory: string,
  config: Config,
  change: (app: App) => unknown = () => {},
): CloudAssembly {
  const bundle = join(directory, 'bundle');
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'index.js'), 'exports.handler = async () => undefined;\n');
  const app = createApp({ outdir: join(directory, 'cdk.out') });
  buildApp(app, config, new Map(ENTRIES.map((entry) => [entry, bundle])));
  change(app);
  return app.synth();
}

export function inTemporaryDirectory<Result>(work: (directory: string) => Result): Result {
  const directory = mkdtempSync(join(tmpdir(), 'pilot-light-synth-'));
  try {
    return work(directory);
  } finally {
    rmSync(directory, { recursive: true });
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
