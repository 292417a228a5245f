import type { TraceEntry } from '../../simulator/kernel/trace';

const SHOWN: Readonly<Record<string, string>> = {
  'rds-cluster': 'cluster',
  'rds-instance': 'instance',
  'AWS::CloudFormation::Stack': 'stack',
  'health-check': 'health check of the PRIMARY record',
  alarm: 'alarm',
};

/** A change in one of the regions, in words; undefined for those that nobody waits for. */
export function describeChange(entry: TraceEntry): string | undefined {
  if (entry.kind === 'fault') return `fault ${entry.detail}`;
  if (entry.kind !== 'resource') return undefined;
  const label = SHOWN[entry.type];
  if (label === undefined) return undefined;
  const name = entry.type === 'health-check' ? '' : ` ${entry.id}`;
  return `${label}${name}: ${entry.status}`;
}
