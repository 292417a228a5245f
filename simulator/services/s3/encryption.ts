import * as z from 'zod';
import { AwsError } from '../../service';
import type { Region } from '../../world';

const Encryption = z.object({
  ServerSideEncryptionConfiguration: z
    .array(
      z.object({
        ServerSideEncryptionByDefault: z.object({ SSEAlgorithm: z.string(), KMSMasterKeyID: z.string().optional() }),
      }),
    )
    .min(1),
});

/**
 * The key that a bucket encrypts with. It is not looked up: "Amazon S3 doesn't validate the KMS key ID provided in
 * PutBucketEncryption requests" (S3 API Reference), so a key of another region is refused with the first object.
 */
export function defaultKeyOf(bucketEncryption: unknown): string | undefined {
  const parsed = Encryption.safeParse(bucketEncryption);
  return parsed.success
    ? parsed.data.ServerSideEncryptionConfiguration[0]?.ServerSideEncryptionByDefault.KMSMasterKeyID
    : undefined;
}

/** The texts are KMS's, which S3 passes on (aws/aws-cli #1517, #4507); the codes: S3 API Reference, Error responses. */
export function requireUsableKey(region: Region, keyId: string | undefined): void {
  if (keyId === undefined) return;
  const { kms } = region;
  const problem = kms.useKey(keyId);
  if (problem === undefined) return;
  const state = kms.find(keyId)?.state;
  const name = { Disabled: 'DisabledException', PendingDeletion: 'KMSInvalidStateException' }[String(state)];
  throw new AwsError(`KMS.${name ?? 'NotFoundException'}`, problem);
}
