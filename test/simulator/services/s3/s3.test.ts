import type { Caller } from '../../../../simulator/service';
import { awsErrorOf } from '../../support/fake-world';
import { operator, roleNamed, type StackWorld, stackWorld } from '../cloudformation/stack-world';

const reader = roleNamed('reader');

function call(world: StackWorld, operation: string, input: unknown, region = 'us-west-2', caller: Caller = operator) {
  return world.dispatcher.dispatch({ region, service: 's3', operation, input, caller }) as Promise<
    Record<string, unknown>
  >;
}

function answer(world: StackWorld, operation: string, input: unknown, caller: Caller = operator) {
  return world.scheduler.runToEnd(call(world, operation, input, 'us-west-2', caller));
}

function worldWithBucket(isVersioned = false): StackWorld {
  const world = stackWorld();
  const { s3 } = world.region('us-west-2');
  s3.createBucket('bucket-west');
  s3.configureBucket('bucket-west', { isVersioned });
  return world;
}

const object = { Bucket: 'bucket-west', Key: 'a/b.txt' };

describe('a bucket', () => {
  it('answers whether it is there', async () => {
    const world = worldWithBucket();
    expect(await answer(world, 'HeadBucket', { Bucket: 'bucket-west' })).toMatchObject({ BucketRegion: 'us-west-2' });
    const error = await awsErrorOf(world, call(world, 'HeadBucket', { Bucket: 'no-such-bucket' }));
    expect(error).toMatchObject({ code: 'NotFound', status: 404 });
  });
});

describe('objects', () => {
  it('come back as they were put, with headers and metadata', async () => {
    const world = worldWithBucket();
    await answer(world, 'PutObject', { ...object, Body: 'hello', ContentType: 'text/plain', Metadata: { x: 'y' } });
    const got = await answer(world, 'GetObject', object);
    expect(Buffer.from(got['Body'] as Uint8Array).toString()).toBe('hello');
    expect(got).toMatchObject({ ContentLength: 5, ContentType: 'text/plain', Metadata: { x: 'y' } });
    expect(await answer(world, 'HeadObject', object)).toMatchObject({ ETag: '"5d41402abc4b2a76b9719d911017c592"' });
  });

  it('are written once only when the write says so', async () => {
    const world = worldWithBucket();
    await answer(world, 'PutObject', { ...object, Body: '1', IfNoneMatch: '*' });
    const error = await awsErrorOf(world, call(world, 'PutObject', { ...object, Body: '2', IfNoneMatch: '*' }));
    expect(error).toMatchObject({ code: 'PreconditionFailed', status: 412 });
    expect(Buffer.from(world.region('us-west-2').s3.getObject('bucket-west', 'a/b.txt').body).toString()).toBe('1');
  });

  it('keep their versions, and a delete only hides them', async () => {
    const world = worldWithBucket(true);
    const first = await answer(world, 'PutObject', { ...object, Body: '1' });
    await answer(world, 'PutObject', { ...object, Body: '2' });
    expect(await answer(world, 'DeleteObject', object)).toMatchObject({ DeleteMarker: true });
    expect((await awsErrorOf(world, call(world, 'GetObject', object))).code).toBe('NoSuchKey');
    const old = await answer(world, 'GetObject', { ...object, VersionId: first['VersionId'] });
    expect(Buffer.from(old['Body'] as Uint8Array).toString()).toBe('1');
  });

  it('are listed by prefix, delimiter and page', async () => {
    const world = worldWithBucket();
    for (const key of ['a/1', 'a/2', 'b', 'c/3']) world.region('us-west-2').s3.putObject('bucket-west', key, key);
    const keys = async (input: Record<string, unknown>) => {
      const page = await answer(world, 'ListObjectsV2', { Bucket: 'bucket-west', ...input });
      const contents = page['Contents'] as { Key: string }[];
      return {
        keys: contents.map(({ Key }) => Key),
        token: page['NextContinuationToken'],
        prefixes: page['CommonPrefixes'],
      };
    };
    expect((await keys({ Prefix: 'a/' })).keys).toEqual(['a/1', 'a/2']);
    expect(await keys({ Delimiter: '/' })).toMatchObject({
      keys: ['b'],
      prefixes: [{ Prefix: 'a/' }, { Prefix: 'c/' }],
    });
    const { keys: first, token } = await keys({ MaxKeys: 3 });
    expect(first).toEqual(['a/1', 'a/2', 'b']);
    expect(await keys({ MaxKeys: 3, ContinuationToken: token })).toMatchObject({ keys: ['c/3'], token: undefined });
  });
});

it('lists keys percent-encoded, but for the slash, to who asks for that', async () => {
  const world = worldWithBucket();
  world.region('us-west-2').s3.putObject('bucket-west', 'a b/ü', 'x');
  const page = await answer(world, 'ListObjectsV2', { Bucket: 'bucket-west', EncodingType: 'url', Prefix: 'a b/' });
  expect(page).toMatchObject({ EncodingType: 'url', Prefix: 'a%20b/', Contents: [{ Key: 'a%20b/%C3%BC' }] });
});

describe('a request is refused', () => {
  it('for a key that is missing: NoSuchKey, but AccessDenied to who may not list', async () => {
    const world = worldWithBucket();
    const allow = (Action: string[]) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
    });
    const trustPolicy = { Version: '2012-10-17', Statement: [] };
    world.iam.putRole({ roleName: 'reader', trustPolicy, policies: { p: allow(['s3:GetObject']) } });
    const blind = await awsErrorOf(world, call(world, 'GetObject', object, 'us-west-2', reader));
    expect(blind).toMatchObject({ code: 'AccessDenied', status: 403 });
    world.iam.putRole({ roleName: 'reader', trustPolicy, policies: { p: allow(['s3:GetObject', 's3:ListBucket']) } });
    const seeing = await awsErrorOf(world, call(world, 'GetObject', object, 'us-west-2', reader));
    expect(seeing).toMatchObject({ code: 'NoSuchKey', status: 404 });
  });

  const cases: readonly (readonly [
    title: string,
    operation: string,
    input: Record<string, unknown>,
    region: string,
    code: string,
  ])[] = [
    ['for a bucket that is missing', 'GetObject', { Bucket: 'none', Key: 'k' }, 'us-west-2', 'NoSuchBucket'],
    ['at the endpoint of another region', 'GetObject', object, 'us-east-1', 'PermanentRedirect'],
    [
      'with a member that is not modelled, by its name',
      'GetObject',
      { ...object, Range: 'bytes=0-1' },
      'us-west-2',
      'NotModelled',
    ],
    ['with HEAD, by its status alone', 'HeadObject', object, 'us-west-2', 'NotFound'],
  ];
  it.each(cases)('%s', async (_, operation, input, region, code) => {
    const world = worldWithBucket();
    expect((await awsErrorOf(world, call(world, operation, input, region))).code).toBe(code);
  });
});

describe('buckets', () => {
  it('have names that are unique across regions', () => {
    const world = worldWithBucket();
    expect(() => world.region('us-east-1').s3.createBucket('bucket-west')).toThrow('you already own it');
  });
});

describe('replication', () => {
  const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 's3.amazonaws.com' } }],
  };

  function replicatedWorld(policy: unknown = allowAll): StackWorld {
    const world = worldWithBucket(true);
    const roleArn = world.iam.putRole({ roleName: 'replicator', trustPolicy, policies: { p: policy } });
    const { s3 } = world.region('us-east-1');
    s3.createBucket('bucket-east');
    s3.configureBucket('bucket-east', {
      isVersioned: true,
      replication: {
        roleArn,
        rules: [{ prefix: '', destinationBucket: 'bucket-west', replicatesDeleteMarkers: true }],
      },
    });
    return world;
  }
  const replica = (world: StackWorld) => world.region('us-west-2').s3.findObject('bucket-west', 'index.html');
  const pass = (world: StackWorld, seconds: number) => world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);

  it('brings objects, and deletions, to the other bucket after a while', async () => {
    const world = replicatedWorld();
    const { s3 } = world.region('us-east-1');
    const original = s3.putObject('bucket-east', 'index.html', 'v1');
    await pass(world, 30);
    expect(replica(world)).toBeUndefined();
    await pass(world, 60);
    expect(replica(world)).toMatchObject({ versionId: original.versionId, replicationStatus: 'REPLICA' });
    expect(original.replicationStatus).toBe('COMPLETED');
    s3.deleteObject('bucket-east', 'index.html');
    await pass(world, 90);
    expect(replica(world)).toBeUndefined();
  });

  it('does not leave a dark region, and catches up when it is light again', async () => {
    const world = replicatedWorld();
    const original = world.region('us-east-1').s3.putObject('bucket-east', 'index.html', 'v1');
    world.dark.add('us-east-1');
    await pass(world, 600);
    expect(replica(world)).toBeUndefined();
    expect(original.replicationStatus).toBe('PENDING');
    world.dark.delete('us-east-1');
    await pass(world, 120);
    expect(replica(world)).toBeDefined();
  });

  it('keeps the order of the original writes', async () => {
    const world = replicatedWorld();
    for (const body of ['v1', 'v2', 'v3', 'v4'])
      world.region('us-east-1').s3.putObject('bucket-east', 'index.html', body);
    await pass(world, 120);
    expect(Buffer.from(replica(world)?.body ?? []).toString()).toBe('v4');
  });

  it('fails when its role may not replicate', async () => {
    const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject*', Resource: '*' }] };
    const world = replicatedWorld(deny);
    const original = world.region('us-east-1').s3.putObject('bucket-east', 'index.html', 'v1');
    await pass(world, 120);
    expect(original.replicationStatus).toBe('FAILED');
    expect(replica(world)).toBeUndefined();
  });

  it('needs versioning on both sides', () => {
    const world = replicatedWorld();
    const { s3 } = world.region('us-east-1');
    const replication = s3.bucket('bucket-east').replication;
    s3.createBucket('plain');
    expect(() => s3.configureBucket('plain', { replication })).toThrow('Versioning must be');
    world.region('us-west-2').s3.configureBucket('bucket-west', { isVersioned: false });
    expect(() => s3.configureBucket('bucket-east', { replication })).toThrow('Destination bucket must have versioning');
  });
});
