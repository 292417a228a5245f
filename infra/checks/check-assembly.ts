import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { failoverCacheOf } from '../config/failover-cache';
import type { Config } from '../config/schema';
import { ZONE_NOT_MADE } from '../config/zone';
import { namesOf } from '../names';
import { primaryChecks } from '../smoke-checks';
import { watchesThePrimary } from './acknowledged-dependencies';
import { type Elsewhere, madeElsewhere } from './made-elsewhere';
import { placedStacks } from './placed-stacks';
import { primaryMentions } from './primary-mentions';
import { type Dependency, describeDependency, findDependencies, unacknowledged } from './recovery-path';
import { Template } from './template';

/** The recovery path would not work without the region that it recovers from. */
export class RecoveryPathError extends Error {
  override readonly name = 'RecoveryPathError';
  /** Whether all of it is in what a team wrote of a workload of its own, which it has to write differently. */
  readonly isOfTheTeam: boolean;

  constructor(message: string, isOfTheTeam: boolean) {
    super(message);
    this.isOfTheTeam = isOfTheTeam;
  }
}

/** Refuses an assembly whose recovery path leans on us-east-1 or on the primary region without saying why. */
export function checkAssembly(assembly: CloudAssembly, config: Config): void {
  if (config.zone.id === ZONE_NOT_MADE) return;
  const names = namesOf(config);
  const template = (stack: string): Template => Template.parse(assembly.getStackByName(stack).template);
  const { standby, recovery, activation, cache, traffic } = names.stacks;
  const hasCache = failoverCacheOf(config) !== undefined;

  const dependencies = unacknowledged(
    findDependencies({
      activation: template(activation),
      recovery: template(recovery),
      standby: template(standby),
      region: config.standbyRegion,
      activationRole: names.activationRole,
      ...(hasCache ? { beside: { template: template(cache), role: names.cacheRole } } : {}),
    }),
  );
  const stacks = placedStacks(assembly);
  const pathNames = [standby, recovery, activation, ...(hasCache ? [cache] : []), traffic];
  const recoveryPath = pathNames.flatMap((name) => stacks.find((stack) => stack.name === name) ?? []);
  const mentions = recoveryPath
    .flatMap((stack) => primaryMentions(Template.parse(stack.template), config.primaryRegion, dataAboutPrimary(config)))
    .filter(({ path }) => !watchesThePrimary(path));
  const elsewhere = madeElsewhere(recoveryPath, stacks).filter(({ path }) => !watchesThePrimary(path));

  const problems = [
    ...dependencies.map((each) => `${fieldOf(each, config)}${describeDependency(each)}`),
    ...mentions.map(
      ({ path, text }) =>
        `${path}: names the primary region, ${config.primaryRegion} (${text}).\n    Instead: use what is in the standby region.`,
    ),
    ...elsewhere.map(describeElsewhere),
  ];
  if (problems.length === 0) return;
  throw new RecoveryPathError(
    [
      'The recovery path depends on the region that may be down:',
      ...problems.map((problem) => `  ${problem}`),
      'What cannot be avoided is acknowledged, with its reason, in infra/checks/acknowledged-dependencies.ts.',
    ].join('\n'),
    mentions.length === 0 && elsewhere.length === 0 && dependencies.every((each) => fieldOf(each, config) !== ''),
  );
}

function describeElsewhere({ path, what, stack, region }: Elsewhere): string {
  return (
    `${path}: needs ${what}: of ${stack}, which is in ${region}.\n` +
    '    Instead: make one in the standby region, ahead of time, and name that.'
  );
}

/** The field of its configuration in which a team with a workload of its own has written the dependency. */
function fieldOf({ path, name }: Dependency, { workload }: Config): string {
  if (workload.kind !== 'existing') return '';
  if (/^(AWS|Custom)::/.test(name)) return `workload.activationTemplate (${workload.activationTemplate}): `;
  return path.startsWith('PilotLightStandby/ActivationRole') ? 'workload.activationPermissions: ' : '';
}

/** What is compared with something and never called: where recovery points come from, and what the primary says of itself. */
function dataAboutPrimary(config: Config): readonly string[] {
  return [namesOf(config).primaryClusterArn, JSON.stringify(primaryChecks(config))];
}
