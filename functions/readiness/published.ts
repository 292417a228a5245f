import * as z from 'zod';

/** What `pilotlight publish-activation` leaves beside the template that a failover deploys: what has to be there with it. */
export const PublishedManifest = z.object({
  version: z.literal(1),
  template: z.object({ key: z.string(), sha256: z.string() }),
  /** Every object that the template needs, the template itself included. */
  assets: z.array(z.object({ bucket: z.string(), key: z.string(), sha256: z.string() })),
  functions: z.array(
    z.object({
      functionName: z.string(),
      /** CDK's hash of the code's directory: equal for equal code, whoever zips it. */
      build: z.string(),
      /** As Lambda will show it: base64. */
      codeSha256: z.string(),
    }),
  ),
  /** The frontend's release when this was published; null where the frontend names none. */
  release: z.string().nullable(),
});
export type PublishedManifest = z.output<typeof PublishedManifest>;

/** On every published object: its digest. An ETag is none of the content when the bucket encrypts with KMS. */
export const DIGEST_METADATA = 'pilot-light-sha256';

/** Where the manifest of a template is: named after it, so that the pointer to the template leads to it too. */
export function manifestKeyOf(templateKey: string): string {
  return templateKey.replace(/\.json$/, '.manifest.json');
}

/** `activation/<digest>.json` in `https://<bucket>.s3.<region>.amazonaws.com/activation/<digest>.json`. */
export function locationOf(templateUrl: string): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket, key] =
    /^https:\/\/([a-z0-9.-]+)\.s3\.[a-z0-9-]+\.amazonaws\.com\/(.+\.json)$/.exec(templateUrl) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}
