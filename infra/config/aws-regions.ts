import { nearestName } from '../../input/nearest-name';

/** The partition in which everything here is made: the ARNs of policies begin with it. */
const PARTITION = 'aws';

/** Regions that the defaults name: whoever changes no region need not load the list of all. */
const DEFAULTS: ReadonlySet<string> = new Set(['us-east-1', 'us-west-2']);

/** What to write instead of a region; undefined for one of those that can be deployed to. */
export function regionProblem(name: string): string | undefined {
  if (DEFAULTS.has(name)) return undefined;
  const { RegionInfo }: typeof import('aws-cdk-lib/region-info') = require('aws-cdk-lib/region-info');
  const known = RegionInfo.regions.find((region) => region.name === name);
  if (known?.partition === PARTITION) return undefined;
  if (known !== undefined)
    return `write a region of the partition ${PARTITION}, such as "us-west-2": this one is in ${known.partition}, for which nothing here is made`;
  const regions = RegionInfo.regions.filter(({ partition }) => partition === PARTITION);
  const near = nearestName(
    name,
    regions.map((region) => region.name),
  );
  return near === undefined
    ? 'write the name of an AWS region, such as "us-west-2"'
    : `write the name of an AWS region: did you mean "${near}"?`;
}
