import { AwsError } from '../../service';
import type { Region } from '../../world';
import { otherRegionOf } from '../other-region';
import { ENGINE, majorOf } from './engine-versions';
import { nameIn, rdsArn } from './identifiers';
import type { ParameterGroup, SubnetGroup, Tags } from './model';

/** What a cluster gets when no subnet group is named: the default VPC's. The workload cannot reach it there. */
export const DEFAULT_SUBNET_GROUP = 'default';

/** The subnet groups and parameter groups of one region. */
export class Groups {
  readonly subnetGroups = new Map<string, SubnetGroup>();
  readonly clusterParameterGroups = new Map<string, ParameterGroup>();
  readonly parameterGroups = new Map<string, ParameterGroup>();
  readonly #region: Region;

  constructor(region: Region) {
    this.#region = region;
  }

  createSubnetGroup(options: {
    readonly name: string;
    readonly description: string;
    readonly subnetIds: readonly string[];
    readonly tags: Tags;
  }): SubnetGroup {
    const name = options.name.toLowerCase();
    this.#requireSubnets(options.subnetIds);
    if (this.subnetGroups.has(name)) {
      throw new AwsError('DBSubnetGroupAlreadyExistsFault', `The DB subnet group ${name} already exists.`);
    }
    if (options.subnetIds.length < 2) {
      throw new AwsError(
        'DBSubnetGroupDoesNotCoverEnoughAZs',
        "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: 1. Add subnets to cover at least 2 AZs.",
      );
    }
    const group = { ...options, name, arn: rdsArn(this.#region, 'subgrp', name) };
    this.subnetGroups.set(name, group);
    return group;
  }

  changeSubnetGroup(name: string, change: Pick<SubnetGroup, 'description' | 'subnetIds' | 'tags'>): void {
    const group = this.subnetGroups.get(name);
    if (group === undefined) throw noSubnetGroup(name);
    this.#requireSubnets(change.subnetIds);
    const vpcOf = ([id = '']: readonly string[]) => this.#region.ec2.subnet(id)?.properties['VpcId'];
    if (vpcOf(change.subnetIds) !== vpcOf(group.subnetIds)) {
      // The text is RDS's own (hashicorp/terraform-provider-aws, "Change the VPC for an Amazon RDS DB instance").
      throw new AwsError(
        'InvalidParameterValue',
        'The new Subnets are not in the same Vpc as the existing subnet group',
      );
    }
    this.subnetGroups.set(name, { ...group, ...change });
  }

  /** The text is RDS's own (brianz/serverless-design-patterns #16). */
  #requireSubnets(ids: readonly string[]): void {
    const { ec2 } = this.#region;
    const unknown = ids.filter((id) => ec2.subnet(id) === undefined);
    if (unknown.length === 0) return;
    throw new AwsError('InvalidParameterValue', `Some input subnets in :[${unknown.join(', ')}] are invalid.`);
  }

  /** A group of another region has no name here. */
  #nameHere(kind: 'subgrp' | 'cluster-pg' | 'pg', asked: string): string {
    return otherRegionOf(asked, this.#region) === undefined ? nameIn(kind, asked) : asked;
  }

  createParameterGroup(kind: 'cluster-pg' | 'pg', options: Omit<ParameterGroup, 'arn'>): ParameterGroup {
    const groups = kind === 'pg' ? this.parameterGroups : this.clusterParameterGroups;
    const name = options.name.toLowerCase();
    if (groups.has(name)) {
      throw new AwsError('DBParameterGroupAlreadyExistsFault', `Parameter group ${name} already exists`);
    }
    const group = { ...options, name, arn: rdsArn(this.#region, kind, name) };
    groups.set(name, group);
    return group;
  }

  /** The name of the subnet group that a cluster gets, or the error of one that does not exist. */
  subnetGroupName(asked: string | undefined): string {
    const name = asked === undefined ? DEFAULT_SUBNET_GROUP : this.#nameHere('subgrp', asked);
    if (name === DEFAULT_SUBNET_GROUP || this.subnetGroups.has(name)) return name;
    throw noSubnetGroup(name);
  }

  clusterParameterGroupName(asked: string | undefined, engineVersion: string): string {
    const family = familyOf(engineVersion);
    const standard = `default.${family}`;
    const name = asked === undefined ? standard : this.#nameHere('cluster-pg', asked);
    if (name === standard) return name;
    const group = this.clusterParameterGroups.get(name);
    if (group === undefined) {
      throw new AwsError('DBClusterParameterGroupNotFoundFault', `DBClusterParameterGroup not found: ${name}`, {
        status: 404,
      });
    }
    if (group.family !== family) {
      throw new AwsError(
        'InvalidParameterCombination',
        `The Parameter Group ${name} with DBParameterGroupFamily ${group.family} can't be used for this instance. Please use a Parameter Group with DBParameterGroupFamily ${family}`,
      );
    }
    return name;
  }

  parameterGroupName(asked: string | undefined, engineVersion: string): string {
    const standard = `default.${familyOf(engineVersion)}`;
    const name = asked === undefined ? standard : this.#nameHere('pg', asked);
    if (name === standard || this.parameterGroups.has(name)) return name;
    throw new AwsError('DBParameterGroupNotFoundFault', `DBParameterGroup not found: ${name}`, { status: 404 });
  }
}

function noSubnetGroup(name: string): AwsError {
  return new AwsError('DBSubnetGroupNotFoundFault', `DB subnet group '${name}' does not exist.`, { status: 404 });
}

export function familyOf(engineVersion: string): string {
  return `${ENGINE}${majorOf(engineVersion)}`;
}
