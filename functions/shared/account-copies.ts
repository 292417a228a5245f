import { type BackupClient, type CopyJob, type CopyJobState, ListCopyJobsCommand } from '@aws-sdk/client-backup';

/** A copy of another database of the account. */
export interface CopyUnderWayOfAnother {
  readonly createdAtMs: number;
}

/** What shares the account's snapshot copies into a region with Aurora. */
const OF_RDS = new Set(['Aurora', 'RDS', 'Neptune', 'DocumentDB']);
const UNDER_WAY = ['CREATED', 'RUNNING'] as const satisfies readonly CopyJobState[];
/** More are not counted: the quota is far below. */
const PAGE_SIZE = 1000;

/**
 * Copies that leave this region for the region of a vault, of any database but this cluster, and have not ended. What is
 * copied there from a third region is not seen.
 * @param since far enough back for the longest of them
 */
export async function listOtherCopies(
  client: BackupClient,
  clusterArn: string,
  vaultArn: string,
  since: Date,
): Promise<readonly CopyUnderWayOfAnother[]> {
  const answers = await Promise.all(
    UNDER_WAY.map((state) =>
      client.send(new ListCopyJobsCommand({ ByState: state, ByCreatedAfter: since, MaxResults: PAGE_SIZE })),
    ),
  );
  return answers
    .flatMap(({ CopyJobs = [] }) => CopyJobs)
    .filter((job) => job.ResourceArn !== clusterArn && isOfRds(job) && goesTo(regionOf(vaultArn), job))
    .flatMap(({ CreationDate }) => (CreationDate === undefined ? [] : [{ createdAtMs: CreationDate.getTime() }]));
}

const isOfRds = ({ ResourceType = '' }: CopyJob): boolean => OF_RDS.has(ResourceType);

function goesTo(region: string | undefined, { DestinationBackupVaultArn = '' }: CopyJob): boolean {
  return regionOf(DestinationBackupVaultArn) === region;
}

function regionOf(arn: string): string | undefined {
  return arn.split(':')[3];
}
