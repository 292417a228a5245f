export const SOURCE_TYPES = ['db-cluster', 'db-instance', 'db-cluster-snapshot'] as const;
export type EventSource = (typeof SOURCE_TYPES)[number];

/** Something that happened to a cluster, an instance or a snapshot. */
export interface RdsEvent {
  readonly atMs: number;
  readonly sourceType: EventSource;
  readonly identifier: string;
  readonly arn: string;
  readonly message: string;
  readonly category: string;
  /** `RDS-EVENT-0071`: EventBridge has it, DescribeEvents has not. Undefined where it is not modelled. */
  readonly id: string | undefined;
}
