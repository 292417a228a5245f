import type * as client from '@aws-sdk/client-rds';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { otherRegionOf } from '../other-region';
import { notModelled } from '../not-modelled';
import { accessOn, requestTags } from './access';
import { required, tagList, tagsOf } from './arguments';
import { nameIn, type RdsResource } from './identifiers';
import type { Tags } from './model';

export function tagOperations(region: Region): Operations<typeof client> {
  return {
    AddTagsToResource: {
      access: (input) => [
        accessOn(
          region,
          'rds:AddTagsToResource',
          typeOf(input.ResourceName),
          input.ResourceName,
          requestTags(tagsOf(input.Tags)),
        ),
      ],
      handle(input) {
        const resource = taggedResource(region, required('ResourceName', input.ResourceName));
        resource.tags = { ...resource.tags, ...tagsOf(input.Tags) };
        return {};
      },
    },
    RemoveTagsFromResource: {
      access: (input) => [
        accessOn(region, 'rds:RemoveTagsFromResource', typeOf(input.ResourceName), input.ResourceName, {
          'aws:TagKeys': input.TagKeys ?? [],
        }),
      ],
      handle(input) {
        const resource = taggedResource(region, required('ResourceName', input.ResourceName));
        const gone = new Set(input.TagKeys);
        resource.tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !gone.has(key)));
        return {};
      },
    },
    ListTagsForResource: {
      access: (input) => [accessOn(region, 'rds:ListTagsForResource', typeOf(input.ResourceName), input.ResourceName)],
      handle(input) {
        if (input.Filters !== undefined) throw notModelled('rds:ListTagsForResource with Filters');
        return { TagList: tagList(taggedResource(region, required('ResourceName', input.ResourceName)).tags) };
      },
    },
  };
}

type Taggable = Exclude<RdsResource, 'global-cluster' | 'cluster-auto-backup'>;

const TYPES: readonly Taggable[] = ['cluster', 'db', 'cluster-snapshot', 'subgrp', 'cluster-pg', 'pg'];

function typeOf(arn: string | undefined): Taggable {
  const found = TYPES.find((type) => arn?.split(':')[5] === type);
  if (found !== undefined) return found;
  throw new AwsError('InvalidParameterValue', `Invalid resource name: ${arn ?? ''}`);
}

function taggedResource(region: Region, arn: string): { tags: Tags } {
  const type = typeOf(arn);
  const name = otherRegionOf(arn, region) === undefined ? nameIn(type, arn) : arn;
  switch (type) {
    case 'cluster':
      return region.rds.clusters.get(arn);
    case 'db':
      return region.rds.instances.get(arn);
    case 'cluster-snapshot':
      return region.rds.snapshots.get(arn);
    case 'subgrp':
      return known(region.rds.groups.subnetGroups.get(name), 'DBSubnetGroupNotFoundFault', arn);
    case 'cluster-pg':
      return known(region.rds.groups.clusterParameterGroups.get(name), 'DBParameterGroupNotFoundFault', arn);
    case 'pg':
      return known(region.rds.groups.parameterGroups.get(name), 'DBParameterGroupNotFoundFault', arn);
  }
}

function known<T>(resource: T | undefined, code: string, arn: string): T {
  if (resource === undefined) throw new AwsError(code, `${arn} not found`, { status: 404 });
  return resource;
}
