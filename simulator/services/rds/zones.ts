import { AwsError } from '../../service';
import type { Region } from '../../world';
import { DEFAULT_SUBNET_GROUP } from './groups';
import type { Cluster, Instance } from './model';

/** How AWS says that a zone has no room: it refuses the call, or takes it and the instance ends in that status. */
export type Shortage = 'InsufficientDBInstanceCapacity' | 'insufficient-capacity';

/** In which availability zones there is no capacity for an instance now. */
export class ZoneCapacity {
  readonly #short = new Map<string, Shortage>();

  /** From now on a zone has none. */
  withhold(zone: string, shortage: Shortage): void {
    this.#short.set(zone, shortage);
  }

  giveBack(zone: string): void {
    this.#short.delete(zone);
  }

  check(zone: string, instanceClass: string): void {
    if (this.#short.get(zone) !== 'InsufficientDBInstanceCapacity') return;
    throw new AwsError(
      'InsufficientDBInstanceCapacityFault',
      `Cannot create a ${instanceClass} database instance because ${zone} does not have sufficient capacity.`,
    );
  }

  /** How an instance ends that is being created or started. */
  statusOf({ availabilityZone }: Instance): 'available' | 'insufficient-capacity' {
    return this.#short.has(availabilityZone) ? 'insufficient-capacity' : 'available';
  }
}

/** The zone of a new instance: as asked for where the subnet group has a subnet there, else one that RDS chooses. */
export function zoneOf(
  region: Region,
  cluster: Cluster,
  options: { readonly availabilityZone?: string; readonly instanceClass: string },
  siblings: number,
): string {
  const zones = zonesOf(region, cluster);
  const asked = options.availabilityZone;
  if (asked === undefined) return zones[siblings % zones.length] ?? '';
  if (zones.includes(asked)) return asked;
  // As RDS words it (reported of terraform apply).
  throw new AwsError(
    'InvalidVPCNetworkStateFault',
    `Cannot create a ${options.instanceClass} database instance because there is not a subnet in ${asked}, the targeted availability zone. Create a new subnet in ${asked} and target that availability zone again, or retry the launch with no availability zone, or choose from these availability zones: ${zones.join(', ')}.`,
  );
}

function zonesOf(region: Region, cluster: Cluster): readonly string[] {
  if (cluster.subnetGroup === DEFAULT_SUBNET_GROUP) return cluster.availabilityZones;
  const subnets = region.rds.groups.subnetGroups.get(cluster.subnetGroup)?.subnetIds ?? [];
  const zones = subnets.map((id) => region.ec2.subnet(id)?.properties['AvailabilityZone']);
  const named = [...new Set(zones.filter((zone) => typeof zone === 'string'))].sort();
  // Of subnets that the simulated EC2 does not know nothing is known: any of the region will do.
  return named.length === 0 ? cluster.availabilityZones : named;
}
