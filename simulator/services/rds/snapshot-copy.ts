import type { CopyDBClusterSnapshotMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../service';
import type { Region } from '../../world';
import { onlyModelled, required, tagsOf } from './arguments';
import { checkIdentifier } from './identifiers';
import type { ClusterSnapshot } from './model';
import { sleepInRegions } from './region-clock';

/** Copies a snapshot of this region or of another one into this region. It is `copying` until the copy is complete. */
export function copySnapshot(region: Region, input: CopyDBClusterSnapshotMessage): ClusterSnapshot {
  onlyModelled('rds:CopyDBClusterSnapshot', input, [
    'SourceDBClusterSnapshotIdentifier',
    'TargetDBClusterSnapshotIdentifier',
    'KmsKeyId',
    'PreSignedUrl',
    'CopyTags',
    'Tags',
  ]);
  const id = checkIdentifier(
    'TargetDBClusterSnapshotIdentifier',
    required('TargetDBClusterSnapshotIdentifier', input.TargetDBClusterSnapshotIdentifier),
  );
  const { source, from } = sourceOf(region, input);
  if (source.status !== 'available') {
    throw new AwsError(
      'InvalidDBClusterSnapshotStateFault',
      `The DB cluster snapshot ${source.id} can't be copied: its status is ${source.status}.`,
    );
  }
  const copy = region.rds.snapshots.import(source, {
    id,
    kmsKeyArn: keyOf(region, source, input.KmsKeyId),
    tags: { ...(input.CopyTags === true ? source.tags : {}), ...tagsOf(input.Tags) },
  });
  const { durations, scheduler } = region.world;
  const durationMs = durations.drawMs(from === region ? 'auroraClusterSnapshot' : 'auroraSnapshotCopy');
  scheduler.spawn(async () => {
    if (await sleepInRegions([from, region], durationMs)) region.rds.snapshots.finish(copy);
  });
  return copy;
}

function sourceOf(
  region: Region,
  input: CopyDBClusterSnapshotMessage,
): { readonly source: ClusterSnapshot; readonly from: Region } {
  const identifier = required('SourceDBClusterSnapshotIdentifier', input.SourceDBClusterSnapshotIdentifier);
  const name = regionIn(identifier) ?? region.name;
  if (name === region.name) return { source: region.rds.snapshots.get(identifier), from: region };
  const from = region.world.regions.get(name);
  if (from === undefined) throw notFound(identifier);
  // The other region is asked for the snapshot while the call is answered.
  if (region.world.isDark(name)) {
    throw new AwsError('InternalFailure', `The snapshot ${identifier} could not be read.`, { status: 500 });
  }
  const source = from.rds.snapshots.find(identifier);
  if (source === undefined) throw notFound(identifier);
  if (source.storageEncrypted) checkSignedCopy(region, input);
  return { source, from };
}

/**
 * An encrypted snapshot of another region needs a key of this one, and the request once more, signed for the other region:
 * every SDK makes it of `SourceRegion` (RDS API Reference, CopyDBClusterSnapshot). The texts are RDS's own
 * (1Strategy/rds-oracle-cross-account-cross-region-dr #1, aws/aws-sdk-js-v3 #2269). The signature itself is not checked.
 */
function checkSignedCopy(region: Region, input: CopyDBClusterSnapshotMessage): void {
  if (input.KmsKeyId === undefined) {
    throw new AwsError('InvalidParameterValue', 'Must specify new KMS key for cross region encrypted snapshot copy.');
  }
  const signed = URL.canParse(input.PreSignedUrl ?? '') ? new URL(input.PreSignedUrl ?? '').searchParams : undefined;
  const expected = {
    Action: 'CopyDBClusterSnapshot',
    SourceDBClusterSnapshotIdentifier: input.SourceDBClusterSnapshotIdentifier,
    KmsKeyId: input.KmsKeyId,
    DestinationRegion: region.name,
  };
  if (signed !== undefined && Object.entries(expected).every(([name, value]) => signed.get(name) === value)) return;
  throw new AwsError('InvalidParameterValue', 'PreSignedurl could not be authenticated');
}

/** The key of the copy. One that is not encrypted stays so (RDS API Reference, CopyDBClusterSnapshot, KmsKeyId). */
function keyOf(region: Region, source: ClusterSnapshot, keyId: string | undefined): string | undefined {
  if (!source.storageEncrypted) {
    if (keyId === undefined) return undefined;
    throw new AwsError('InvalidParameterCombination', 'KmsKeyId was specified for a snapshot that is not encrypted.');
  }
  const asked = keyId ?? source.kmsKeyArn ?? '';
  const problem = region.kms.useKey(asked);
  if (problem === undefined) return region.kms.get(asked).arn;
  throw new AwsError(
    'KMSKeyNotAccessibleFault',
    `Specified KMS key [${asked}] does not exist, is not enabled or you do not have permissions to access it. ${problem}`,
  );
}

function regionIn(identifier: string): string | undefined {
  return /^arn:aws:rds:([^:]+):[^:]*:cluster-snapshot:/.exec(identifier)?.[1];
}

function notFound(identifier: string): AwsError {
  return new AwsError('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot not found: ${identifier}`, { status: 404 });
}
