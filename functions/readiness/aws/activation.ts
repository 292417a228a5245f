import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { isNamed } from '../../shared/aws-errors';
import { describeCache } from '../../shared/cache-facts';
import { clientSettings, lazy } from '../../shared/clients';
import { Manifest, manifestKey } from '../../shared/manifest';
import { readParameter } from '../../shared/parameters';
import { describeStack } from '../../shared/stack-facts';
import type { ActivationFact, CacheReadinessFact, DeployedFact, Facts } from '../facts';
import type { Policy } from '../finding';
import { DIGEST_METADATA, locationOf, manifestKeyOf, PublishedManifest } from '../published';
import { unusableCodeOf } from './activation-code';
import { read } from './reading';

const s3 = lazy(() => new S3Client(clientSettings()));
const cloudFormation = lazy(() => new CloudFormationClient(clientSettings()));
const elastiCache = lazy(() => new ElastiCacheClient(clientSettings()));
const ssm = lazy(() => new SSMClient(clientSettings()));

/** Which of the frontend's objects names its release. */
const RELEASE_KEY = 'release.json';
/** How far to look back for a manifest of the primary. */
const MANIFEST_HOURS = 6;
const Release = z.object({ release: z.string() });

export async function readActivation(
  policy: Policy,
  nowMs: number,
): Promise<Pick<Facts, 'activation' | 'unusableCode' | 'activationStack' | 'cache' | 'primaryBuild' | 'frontend'>> {
  const [activation, unusableCode, activationStack, cache, primaryBuild, frontend] = await Promise.all([
    read(() => published(policy.TEMPLATE_URL_PARAMETER)),
    read(() => unusableCodeOf(policy.ACTIVATION_CODE ?? [])),
    read(() => deployed(policy)),
    read(() => cacheOf(policy)),
    read(() => buildOfPrimary(policy, nowMs)),
    read(() => replica(policy.REPLICA_BUCKET_NAME, policy.FRONTEND_KEYS)),
  ]);
  return { activation, unusableCode, activationStack, cache, primaryBuild, frontend };
}

async function published(parameterName: string): Promise<ActivationFact> {
  const templateUrl = await readParameter(ssm(), parameterName);
  const location = templateUrl === undefined ? undefined : locationOf(templateUrl);
  if (location === undefined) {
    return { templateUrl, manifest: undefined, templateDigest: undefined, wrongAssets: [] };
  }
  const [template, manifestText] = await Promise.all([
    content(location.bucket, location.key),
    content(location.bucket, manifestKeyOf(location.key)),
  ]);
  const manifest = manifestText === undefined ? undefined : manifestIn(manifestText);
  const assets = manifest?.assets ?? [];
  const wrong = await Promise.all(assets.map(async (asset) => ((await isRight(asset)) ? [] : [asset.key])));
  return {
    templateUrl,
    manifest,
    templateDigest: template === undefined ? undefined : createHash('sha256').update(template).digest('hex'),
    wrongAssets: wrong.flat(),
  };
}

async function deployed(policy: Policy): Promise<DeployedFact | undefined> {
  const stack = await describeStack(cloudFormation(), policy.ACTIVATION_STACK_NAME);
  if (stack === undefined || stack.status === 'DELETE_COMPLETE') return undefined;
  const location = locationOf((await readParameter(ssm(), policy.TEMPLATE_URL_PARAMETER)) ?? '');
  const [{ TemplateBody: body }, wanted] = await Promise.all([
    cloudFormation().send(new GetTemplateCommand({ StackName: policy.ACTIVATION_STACK_NAME })),
    location === undefined ? undefined : content(location.bucket, location.key),
  ]);
  return { status: stack.status, isPublished: body !== undefined && wanted !== undefined && isSame(body, wanted) };
}

async function cacheOf({ CACHE: settings }: Policy): Promise<CacheReadinessFact | undefined> {
  if (settings === undefined) return undefined;
  const { templateUrlParameter, stackName, cacheName } = settings;
  const [template, stack] = await Promise.all([
    published(templateUrlParameter),
    describeStack(cloudFormation(), stackName),
  ]);
  const stackStatus = stack?.status === 'DELETE_COMPLETE' ? undefined : stack?.status;
  const lost = stackStatus === undefined ? await describeCache(elastiCache(), cacheName) : undefined;
  return { template, stackStatus, lost };
}

/** Compared as what they say: CloudFormation need not give back every space. */
function isSame(one: string, other: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
  } catch {
    return one === other;
  }
}

/** A text that is no manifest says as little as none. */
function manifestIn(text: string): PublishedManifest | undefined {
  try {
    return PublishedManifest.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The digest is what the publisher wrote on the object: code is not fetched every hour to count its bytes. */
async function isRight({ bucket, key, sha256 }: PublishedManifest['assets'][number]): Promise<boolean> {
  try {
    const { Metadata } = await s3().send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return Metadata?.[DIGEST_METADATA] === sha256;
  } catch (error) {
    if (isNamed(error, 'NotFound', 'NoSuchKey')) return false;
    throw error;
  }
}

/** From the primary's newest hourly manifest that has arrived: the primary itself is not asked. */
async function buildOfPrimary(policy: Policy, nowMs: number): Promise<{ build: string; at: string } | undefined> {
  for (let hours = 0; hours < MANIFEST_HOURS; hours += 1) {
    const key = manifestKey(policy.MANIFEST_PREFIX, nowMs - hours * 3_600_000);
    const text = await content(policy.REPLICA_BUCKET_NAME, key);
    if (text === undefined) continue;
    const { workloadBuild: build, takenAt: at } = Manifest.parse(JSON.parse(text));
    return build === undefined ? undefined : { build, at };
  }
  return undefined;
}

async function replica(
  bucket: string,
  keys: readonly string[],
): Promise<{ missing: string[]; release: string | null }> {
  const found = await Promise.all(keys.map((key) => exists(bucket, key)));
  const missing = keys.filter((_, index) => found[index] === false);
  const text = keys.includes(RELEASE_KEY) ? await content(bucket, RELEASE_KEY) : undefined;
  return { missing, release: text === undefined ? null : releaseIn(text) };
}

/** Null for a text that names none. */
function releaseIn(text: string): string | null {
  try {
    return Release.parse(JSON.parse(text)).release;
  } catch {
    return null;
  }
}

async function exists(bucket: string, key: string): Promise<boolean> {
  try {
    await s3().send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (isNamed(error, 'NotFound', 'NoSuchKey')) return false;
    throw error;
  }
}

async function content(bucket: string, key: string): Promise<string | undefined> {
  try {
    const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToString();
  } catch (error) {
    if (isNamed(error, 'NoSuchKey')) return undefined;
    throw error;
  }
}
