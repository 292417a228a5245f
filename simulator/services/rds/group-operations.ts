import type * as client from '@aws-sdk/client-rds';
import type { Operations } from '../../service';
import type { Region } from '../../world';
import { accessOn } from './access';
import { onlyModelled, pageOf } from './arguments';
import { describeSubnetGroup } from './describe';
import { DEFAULT_VERSION, ENGINE, majorOf, offeredVersions } from './engine-versions';
import { familyOf } from './groups';
import { nameIn } from './identifiers';

export function groupOperations(region: Region): Operations<typeof client> {
  return {
    DescribeDBSubnetGroups: {
      access: (input) => [accessOn(region, 'rds:DescribeDBSubnetGroups', 'subgrp', input.DBSubnetGroupName)],
      handle(input) {
        onlyModelled('rds:DescribeDBSubnetGroups', input, ['DBSubnetGroupName', 'MaxRecords', 'Marker']);
        const asked = input.DBSubnetGroupName;
        const name = asked === undefined ? undefined : region.rds.groups.subnetGroupName(asked);
        const all = [...region.rds.groups.subnetGroups.values()].filter(
          (group) => name === undefined || group.name === name,
        );
        const { items, Marker } = pageOf(all, input);
        const zoneOf = (subnetId: string) => region.ec2.subnet(subnetId)?.properties['AvailabilityZone'];
        return { DBSubnetGroups: items.map((group) => describeSubnetGroup(group, zoneOf)), Marker };
      },
    },
    DescribeDBClusterParameterGroups: {
      access: (input) => [
        accessOn(region, 'rds:DescribeDBClusterParameterGroups', 'cluster-pg', input.DBClusterParameterGroupName),
      ],
      handle(input) {
        onlyModelled('rds:DescribeDBClusterParameterGroups', input, [
          'DBClusterParameterGroupName',
          'MaxRecords',
          'Marker',
        ]);
        const asked = input.DBClusterParameterGroupName;
        const name = asked === undefined ? undefined : nameIn('cluster-pg', asked);
        const known = region.rds.groups.clusterParameterGroups;
        if (name !== undefined && !known.has(name)) region.rds.groups.clusterParameterGroupName(name, DEFAULT_VERSION);
        const all = [...known.values()].filter((group) => name === undefined || group.name === name);
        const { items, Marker } = pageOf(all, input);
        return {
          DBClusterParameterGroups: items.map((group) => ({
            DBClusterParameterGroupName: group.name,
            DBClusterParameterGroupArn: group.arn,
            DBParameterGroupFamily: group.family,
            Description: group.description,
          })),
          Marker,
        };
      },
    },
    DescribeDBEngineVersions: {
      // The action has no resource type that this engine has (Service Authorization Reference, Amazon RDS).
      access: () => [{ action: 'rds:DescribeDBEngineVersions', resource: '*' }],
      handle(input) {
        onlyModelled('rds:DescribeDBEngineVersions', input, [
          'Engine',
          'EngineVersion',
          'DefaultOnly',
          'MaxRecords',
          'Marker',
        ]);
        const wanted = offeredVersions().filter(
          (version) =>
            (input.Engine === undefined || input.Engine === ENGINE) &&
            (input.EngineVersion === undefined || [version, majorOf(version)].includes(input.EngineVersion)) &&
            (input.DefaultOnly !== true || version === DEFAULT_VERSION),
        );
        const { items, Marker } = pageOf(wanted, input);
        return {
          DBEngineVersions: items.map((version) => ({
            Engine: ENGINE,
            EngineVersion: version,
            MajorEngineVersion: majorOf(version),
            DBParameterGroupFamily: familyOf(version),
            DBEngineDescription: 'Aurora PostgreSQL',
            Status: 'available',
            SupportedEngineModes: ['provisioned'],
          })),
          Marker,
        };
      },
    },
  };
}
