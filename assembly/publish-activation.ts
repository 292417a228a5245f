import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { DIGEST_METADATA, manifestKeyOf } from '../functions/readiness/published';
import { publishedManifest } from './published-manifest';
import { type AssetStore, type PublishedAsset, publishAssets } from './publish-assets';
import { type AssemblyStack, AssemblyError } from './read-assembly';

export type PublishedActivation = {
  readonly templateUrl: string;
  readonly assets: readonly PublishedAsset[];
};

/**
 * Makes the activation stack ready to be deployed in a disaster: its assets and its template go to the artifact bucket
 * that the synthesised asset manifest names, beside the template a manifest of what it needs, then the parameter points
 * at the template. The parameter comes last, so that a failover in between deploys the previous activation, whole.
 *
 * @param parameterName the recovery stack's output `TemplateUrlParameter`
 * @param release what the frontend's release object said when this was published; null where there is none
 */
export async function publishActivation(
  stack: AssemblyStack,
  clients: { readonly s3: Pick<S3Client, 'send'>; readonly ssm: Pick<SSMClient, 'send'> },
  parameterName: string,
  release: string | null,
): Promise<PublishedActivation> {
  const template = templateDestination(stack);
  const templateUrl = templateUrlOf(stack);
  const assets = await publishAssets(stack.assets, storeIn(clients.s3));
  await clients.s3.send(
    new PutObjectCommand({
      Bucket: template.bucket,
      Key: manifestKeyOf(template.key),
      ContentType: 'application/json',
      Body: JSON.stringify(publishedManifest(stack, assets, release), null, 2),
    }),
  );
  await clients.ssm.send(
    new PutParameterCommand({
      Name: parameterName,
      Description: `Template of ${stack.name}, deployed by a failover`,
      Type: 'String',
      Value: templateUrl,
      Overwrite: true,
    }),
  );
  return { templateUrl, assets };
}

/** The template's HTTPS address in S3. Its key holds the template's hash, so the address names one content for ever. */
export function templateUrlOf(stack: AssemblyStack): string {
  const { bucket, key } = templateDestination(stack);
  return `https://${bucket}.s3.${stack.region}.amazonaws.com/${key}`;
}

function templateDestination(stack: AssemblyStack): { readonly bucket: string; readonly key: string } {
  const destination = stack.assets.find((asset) => asset.isTemplate)?.destinations[0];
  if (destination !== undefined) return destination;
  throw new AssemblyError(`The template of ${stack.name} is no asset. Use a synthesizer that publishes templates`);
}

function storeIn(s3: Pick<S3Client, 'send'>): AssetStore {
  return {
    async digestOf(bucket, key) {
      try {
        const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return Metadata?.[DIGEST_METADATA];
      } catch (error) {
        if (error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey')) return undefined;
        throw error;
      }
    },
    async put(bucket, key, body, digest) {
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: { [DIGEST_METADATA]: digest } }),
      );
    },
  };
}
