import { HeadObjectCommand, NotFound, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { unzipSync } from 'fflate';
import { utimesSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { publishActivation } from '../../assembly/publish-activation';
import { type AssetStore, packageAsset, publishAssets } from '../../assembly/publish-assets';
import { PublishedManifest } from '../../functions/readiness/published';
import { readAssembly, stackOf } from '../../assembly/read-assembly';
import { ARTIFACT_BUCKET, synthSmallAssembly } from './small-assembly';

const PARAMETER = '/pilot-light/activation/template-url';

const activation = stackOf(readAssembly(synthSmallAssembly()), 'Activation');

function zippedAsset() {
  const asset = activation.assets.find(({ packaging }) => packaging === 'zip');
  if (asset === undefined) throw new Error('the small assembly has a zipped asset');
  return asset;
}

describe('a zipped asset', () => {
  it('holds the files of its directory', () => {
    expect(Object.keys(unzipSync(packageAsset(zippedAsset())))).toEqual(['index.mjs']);
  });

  it('is the same whenever its files were written', () => {
    const asset = zippedAsset();
    const before = packageAsset(asset);
    for (const name of readdirSync(asset.path)) utimesSync(join(asset.path, name), 1_000_000_000, 1_000_000_000);
    expect(packageAsset(asset)).toEqual(before);
  });
});

describe('publishing assets', () => {
  function memoryStore() {
    const digests = new Map<string, string>();
    const puts: string[] = [];
    const store: AssetStore = {
      digestOf: async (bucket, key) => digests.get(`${bucket}/${key}`),
      async put(bucket, key, _body, digest) {
        puts.push(key);
        digests.set(`${bucket}/${key}`, digest);
      },
    };
    return { digests, puts, store };
  }

  it('uploads everything once, and nothing that is there already', async () => {
    const { puts, store } = memoryStore();
    const first = await publishAssets(activation.assets, store);
    const second = await publishAssets(activation.assets, store);
    expect(first.map(({ uploaded }) => uploaded)).toEqual([true, true]);
    expect(second.map(({ uploaded }) => uploaded)).toEqual([false, false]);
    expect(puts).toHaveLength(2);
  });

  it('uploads again what is there under the key with another content', async () => {
    const { digests, puts, store } = memoryStore();
    await publishAssets(activation.assets, store);
    for (const key of digests.keys()) digests.set(key, 'of something else');
    await publishAssets(activation.assets, store);
    expect(puts).toHaveLength(4);
  });
});

describe('publishing the activation', () => {
  function clients() {
    const order: string[] = [];
    const s3 = mockClient(S3Client);
    s3.on(HeadObjectCommand).rejects(new NotFound({ $metadata: {}, message: '' }));
    s3.on(PutObjectCommand).callsFake(({ Key }: { Key: string }) => order.push(Key));
    const ssm = mockClient(SSMClient);
    ssm.on(PutParameterCommand).callsFake(({ Name }: { Name: string }) => order.push(Name));
    return { order, s3, ssm, real: { s3: new S3Client({}), ssm: new SSMClient({}) } };
  }

  it('puts the parameter last, when the template and every asset is there', async () => {
    const { order, real } = clients();
    await publishActivation(activation, real, PARAMETER, '2026.11.1');
    expect(order).toHaveLength(4);
    expect(order.at(-1)).toBe(PARAMETER);
    expect(new Set(order.slice(0, 2).map((key) => key.split('.').at(-1)))).toEqual(new Set(['json', 'zip']));
    expect(order[2]).toMatch(/^activation\/[0-9a-f]{64}\.manifest\.json$/);
  });

  it('leaves a manifest of what was published: the digests of the objects, and the release beside them', async () => {
    const { s3, real } = clients();
    const { assets } = await publishActivation(activation, real, PARAMETER, '2026.11.1');
    const put = s3.commandCalls(PutObjectCommand).find(({ args }) => args[0].input.Key?.endsWith('.manifest.json'));
    const body = put?.args[0].input.Body;
    const manifest = PublishedManifest.parse(JSON.parse(typeof body === 'string' ? body : ''));
    expect(manifest.assets).toEqual(assets.map(({ bucket, key, digest }) => ({ bucket, key, sha256: digest })));
    expect(manifest.assets.map(({ key }) => key)).toContain(manifest.template.key);
    expect(manifest.release).toBe('2026.11.1');
  });

  it('points the parameter at the template in the artifact bucket of its region', async () => {
    const { ssm, real } = clients();
    const { templateUrl } = await publishActivation(activation, real, PARAMETER, '2026.11.1');
    expect(templateUrl).toMatch(
      new RegExp(`^https://${ARTIFACT_BUCKET}\\.s3\\.us-west-2\\.amazonaws\\.com/activation/[0-9a-f]{64}\\.json$`),
    );
    expect(ssm.commandCalls(PutParameterCommand)[0]?.args[0].input).toMatchObject({
      Value: templateUrl,
      Overwrite: true,
    });
  });

  it('leaves the parameter alone when an upload fails', async () => {
    const { order, s3, real } = clients();
    s3.on(PutObjectCommand).rejects(new Error('no room'));
    await expect(publishActivation(activation, real, PARAMETER, '2026.11.1')).rejects.toThrow('no room');
    expect(order).toEqual([]);
  });
});
