import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';

/** One CloudFormation stack of a cloud assembly, as `cdk synth` wrote it. */
export type AssemblyStack = {
  /** The stack's name in CloudFormation. */
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly template: Readonly<Record<string, unknown>>;
  /** Absolute path of the template. */
  readonly templateFile: string;
  readonly assets: readonly FileAsset[];
  readonly tags: Readonly<Record<string, string>>;
  readonly terminationProtection: boolean;
};

/** A file or directory that must be in S3 before the stack is deployed. */
export type FileAsset = {
  readonly id: string;
  readonly name: string;
  /** Absolute path of the file, or of the directory to be zipped. */
  readonly path: string;
  readonly packaging: 'file' | 'zip';
  readonly isTemplate: boolean;
  readonly destinations: readonly { readonly bucket: string; readonly key: string }[];
};

/** What is wrong with a directory that should hold a cloud assembly. */
export class AssemblyError extends Error {
  override readonly name = 'AssemblyError';
}

/** Reads the stacks of a cloud assembly (`cdk.out`) in the order in which they can be deployed. */
export function readAssembly(directory: string): readonly AssemblyStack[] {
  const { artifacts } = readJson(directory, 'manifest.json', Manifest);
  const nested = Object.entries(artifacts).find(([, artifact]) => artifact.type === 'cdk:cloud-assembly');
  if (nested !== undefined) {
    throw new AssemblyError(`${directory}: ${nested[0]} is a nested assembly (a Stage). Put the stacks into the App`);
  }
  const stacks = Object.keys(artifacts).filter((id) => artifacts[id]?.type === STACK_TYPE);
  return inDeploymentOrder(stacks, artifacts).map((id) => readStack(directory, id, artifacts));
}

/** The stack of that name; an error that names the stacks there are, if there is none. */
export function stackOf(stacks: readonly AssemblyStack[], name: string): AssemblyStack {
  const stack = stacks.find((candidate) => candidate.name === name);
  if (stack !== undefined) return stack;
  throw new AssemblyError(`The assembly has no stack ${name}. It has ${stacks.map((one) => one.name).join(', ')}`);
}

const STACK_TYPE = 'aws:cloudformation:stack';
const ASSET_MANIFEST_TYPE = 'cdk:asset-manifest';

const Artifact = z.object({
  type: z.string(),
  environment: z.string().optional(),
  dependencies: z.array(z.string()).default([]),
  properties: z
    .object({
      templateFile: z.string().optional(),
      stackName: z.string().optional(),
      tags: z.record(z.string(), z.string()).default({}),
      terminationProtection: z.boolean().default(false),
      file: z.string().optional(),
    })
    .default({ tags: {}, terminationProtection: false }),
});
const Manifest = z.object({ artifacts: z.record(z.string(), Artifact).default({}) });
type Artifacts = z.infer<typeof Manifest>['artifacts'];

const Template = z.record(z.string(), z.unknown());

const AssetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        displayName: z.string().optional(),
        // An `executable` source has no path: it is refused below.
        source: z.object({ path: z.string().optional(), packaging: z.enum(['file', 'zip']).default('file') }),
        destinations: z.record(z.string(), z.object({ bucketName: z.string(), objectKey: z.string() })),
      }),
    )
    .default({}),
  dockerImages: z.record(z.string(), z.unknown()).default({}),
});

function readStack(directory: string, id: string, artifacts: Artifacts): AssemblyStack {
  const artifact = artifacts[id];
  const templateFile = artifact?.properties.templateFile;
  if (artifact === undefined || templateFile === undefined) {
    throw new AssemblyError(`${directory}: stack ${id} names no template file`);
  }
  const { account, region } = readEnvironment(id, artifact.environment);
  const assets = artifact.dependencies
    .filter((dependency) => artifacts[dependency]?.type === ASSET_MANIFEST_TYPE)
    .flatMap((dependency) => readAssets(directory, artifacts[dependency]?.properties.file, templateFile));
  return {
    name: artifact.properties.stackName ?? id,
    region,
    account,
    template: readJson(directory, templateFile, Template),
    templateFile: resolve(directory, templateFile),
    assets: assets.map((asset) => ({
      ...asset,
      destinations: asset.destinations.map(({ bucket, key }) => ({
        bucket: fillPlaceholders(bucket, account, region),
        key: fillPlaceholders(key, account, region),
      })),
    })),
    tags: artifact.properties.tags,
    terminationProtection: artifact.properties.terminationProtection,
  };
}

function readAssets(directory: string, file: string | undefined, templateFile: string): readonly FileAsset[] {
  if (file === undefined) return [];
  const manifest = readJson(directory, file, AssetManifest);
  const image = Object.keys(manifest.dockerImages)[0];
  if (image !== undefined) throw new AssemblyError(`${file}: asset ${image} is a container image. Use a zip bundle`);
  return Object.entries(manifest.files).map(([id, { displayName, source, destinations }]) => {
    if (source.path === undefined) {
      throw new AssemblyError(`${file}: asset ${id} is made by a command. Give it a path instead`);
    }
    return {
      id,
      name: displayName ?? id,
      path: resolve(directory, source.path),
      packaging: source.packaging,
      isTemplate: source.path === templateFile,
      destinations: Object.values(destinations).map(({ bucketName, objectKey }) => ({
        bucket: bucketName,
        key: objectKey,
      })),
    };
  });
}

/** `aws://111111111111/us-west-2` */
function readEnvironment(id: string, environment: string | undefined): { account: string; region: string } {
  const match = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/.exec(environment ?? '');
  const [, account, region] = match ?? [];
  if (account === undefined || region === undefined || region === 'unknown-region') {
    throw new AssemblyError(
      `Stack ${id} is for ${environment ?? 'no environment'}. Give it an env of account and region`,
    );
  }
  return { account, region };
}

function fillPlaceholders(text: string, account: string, region: string): string {
  return text
    .replaceAll('${AWS::AccountId}', account)
    .replaceAll('${AWS::Region}', region)
    .replaceAll('${AWS::Partition}', 'aws');
}

/** Stacks after the stacks they depend on; otherwise in the order of the manifest. */
function inDeploymentOrder(stacks: readonly string[], artifacts: Artifacts): readonly string[] {
  const ordered: string[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) throw new AssemblyError(`Stacks depend on each other: ${[...path, id].join(' → ')}`);
    if (ordered.includes(id)) return;
    for (const dependency of artifacts[id]?.dependencies ?? []) {
      if (stacks.includes(dependency)) visit(dependency, [...path, id]);
    }
    ordered.push(id);
  };
  for (const id of stacks) visit(id, []);
  return ordered;
}

function readJson<Shape>(directory: string, file: string, shape: z.ZodType<Shape>): Shape {
  const path = join(directory, file);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AssemblyError(`${path}: cannot be read (${reason}). Run \`npm run synth\` first`);
  }
  const parsed = shape.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AssemblyError(`${path}: field ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`);
}
