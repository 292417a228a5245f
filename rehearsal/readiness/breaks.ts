import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';

/** Something that a failover would miss, and that nobody would notice before. */
export interface Break {
  readonly name: string;
  /** What happens, in words. */
  readonly what: string;
  /** The check that has to name it, and the state that it has to have then. */
  readonly check: string;
  readonly state: 'degraded' | 'not-ready';
  /** Checks that suffer with it. */
  readonly also: readonly string[];
  /** How many reports may pass before it shows. */
  readonly reports: number;
  apply(world: World, estate: Estate): Promise<void> | void;
}

/** `pilotlight rehearse readiness --break NAME`. */
export const BREAKS: readonly Break[] = [
  {
    name: 'template',
    what: 'somebody deletes the published activation template',
    check: 'activation-template',
    state: 'not-ready',
    also: ['activation-assets'],
    reports: 1,
    apply(world, estate) {
      const { ssm, s3 } = standby(world, estate);
      const url = new URL(ssm.value(estate.TemplateUrlParameter) ?? '');
      s3.deleteObject(estate.ArtifactBucketName, url.pathname.slice(1));
    },
  },
  {
    name: 'key',
    what: "somebody disables the standby region's KMS key",
    check: 'key',
    state: 'not-ready',
    // No copy completes any more.
    also: ['recovery-point'],
    reports: 1,
    apply(world, estate) {
      const { kms, backup } = standby(world, estate);
      kms.setEnabled(theVault(backup.vaults.all).kmsKeyArn, false);
    },
  },
  {
    name: 'vault',
    what: 'somebody empties and deletes the standby vault',
    check: 'vault',
    state: 'not-ready',
    also: ['recovery-point'],
    reports: 1,
    async apply(world, estate) {
      const { vaults } = standby(world, estate).backup;
      const vault = theVault(vaults.all);
      for (const point of vault.recoveryPoints.values()) await vaults.delete(point);
      vaults.remove(vault.name);
    },
  },
  {
    name: 'parameter',
    what: 'somebody deletes a parameter that the workload reads',
    check: 'parameters',
    state: 'not-ready',
    also: [],
    reports: 1,
    apply(world, estate) {
      const { ssm } = standby(world, estate);
      ssm.remove(named('parameter', ssm.all(), ({ name }) => name.endsWith('/workload/cluster-arn')).name);
    },
  },
  {
    name: 'quota',
    what: 'the account may have no more clusters in the standby region',
    check: 'quota-db-clusters',
    state: 'not-ready',
    also: [],
    reports: 1,
    apply: (world, estate) => standby(world, estate).serviceQuotas.set('rds', 'L-952B80B8', 0),
  },
  {
    name: 'health-check',
    what: 'somebody disables the health check of the PRIMARY record',
    check: 'health-check',
    state: 'not-ready',
    also: [],
    reports: 1,
    apply(world) {
      const check = named(
        'health check',
        world.route53.checks(),
        ({ settings }) => settings.type === 'CLOUDWATCH_METRIC',
      );
      check.update({ ...check.settings, disabled: true });
    },
  },
  {
    name: 'function',
    what: 'somebody deletes a function of the failover',
    check: 'functions',
    state: 'not-ready',
    also: [],
    reports: 1,
    apply(world, estate) {
      const { functions } = standby(world, estate).lambda;
      functions.delete(named('function', functions.all, ({ arn }) => arn.endsWith('-smokeTest')).arn);
    },
  },
  {
    name: 'stale',
    what: 'backups of the primary cluster fail from now on: their role is gone',
    check: 'recovery-point',
    state: 'degraded',
    also: [],
    reports: 3,
    apply(world, estate) {
      const { plans } = world.region(estate.primaryRegion).backup;
      for (const { selections } of plans.all.values()) {
        for (const { roleArn } of selections.values())
          world.iam.deleteRole(roleArn.slice(roleArn.lastIndexOf('/') + 1));
      }
    },
  },
  {
    name: 'reader',
    what: 'somebody deletes the readers of the primary cluster',
    check: 'primary-reader',
    state: 'degraded',
    also: [],
    reports: 1,
    apply(world, estate) {
      const { rds } = world.region(estate.primaryRegion);
      for (const instance of rds.instances.of(rds.cluster(estate.ClusterIdentifier)))
        if (!instance.isWriter) rds.instances.delete(instance);
    },
  },
  {
    name: 'primary',
    what: 'the primary region goes dark: what only it can tell cannot be checked',
    check: 'health-check',
    state: 'degraded',
    also: ['recovery-point', 'primary-reader'],
    reports: 1,
    apply: (world, estate) => world.faults.addDarkness(estate.primaryRegion, world.scheduler.now()),
  },
];

function standby(world: World, { standbyRegion }: Estate) {
  return world.region(standbyRegion);
}

function theVault<Vault>(vaults: ReadonlyMap<string, Vault>): Vault {
  return named('vault', [...vaults.values()], () => true);
}

function named<Thing>(what: string, things: readonly Thing[], isIt: (thing: Thing) => boolean): Thing {
  const found = things.find(isIt);
  if (found === undefined) throw new Error(`The standby region has no such ${what} to break.`);
  return found;
}
