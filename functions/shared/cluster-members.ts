import { awsCommand } from './aws-command';

/** An instance of a cluster, as RDS describes it: who writes is said by nothing else, and by no name. */
export interface MemberFact {
  readonly identifier: string;
  readonly isWriter: boolean;
  /** `unknown` where RDS does not say. */
  readonly zone: string;
  readonly status: string;
  readonly instanceClass: string;
}

/** Readers that could take over if the writer's zone is lost, as RDS describes them. */
export function takesOver(writer: MemberFact, members: readonly MemberFact[]): readonly MemberFact[] {
  return members.filter(({ isWriter, zone, status }) => !isWriter && zone !== writer.zone && status === 'available');
}

export function memberInWords({ identifier, zone, status }: MemberFact): string {
  return `${identifier} in ${zone} (${status})`;
}

/** The command that creates an instance in another zone. It is named by its zone: names are not roles. */
export function createInstanceCommand(clusterArn: string, { instanceClass }: MemberFact, zone: string): string {
  const [, , , region = '', , , cluster = ''] = clusterArn.split(':');
  const words = {
    '--db-instance-identifier': `${cluster}-${zone}`,
    '--db-cluster-identifier': cluster,
    '--db-instance-class': instanceClass,
    '--engine': 'aurora-postgresql',
    '--availability-zone': zone,
  };
  return awsCommand(region, 'rds create-db-instance', ...Object.entries(words).flat());
}
