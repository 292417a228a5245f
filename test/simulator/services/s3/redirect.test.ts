import { HeadBucketCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createWorld } from '../../../../simulator/create-world';
import { VirtualTimeDriver } from '../../../../simulator/wire/virtual-time-driver';
import { handleAwsRequest } from '../../../../simulator/wire/http';
import { SimulatedRequestHandler } from '../../../../simulator/wire/request-handler';

const world = createWorld({
  seed: 1,
  startMs: Date.parse('2026-01-05T00:00:00Z'),
  accountId: '111111111111',
  regions: ['us-east-1', 'us-east-2', 'us-west-2'],
});
world.region('us-east-2').s3.createBucket('code');
world.region('us-west-2').s3.createBucket('here');

async function ask(method: string, path: string) {
  const key = world.iam.operatorCredentials.accessKeyId;
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20260105/us-west-2/s3/aws4_request, Signature=0`;
  const url = `https://s3.us-west-2.amazonaws.com/${path}`;
  const request = { method, url, headers: { authorization }, body: new Uint8Array() };
  const { status, headers, body } = await world.scheduler.runToEnd(handleAwsRequest(world, request));
  return { status, region: headers['x-amz-bucket-region'], text: Buffer.from(body).toString() };
}

test.each(['code?list-type=2', 'code/a.zip'])('another region says where the bucket is: GET %s', async (path) => {
  expect(await ask('GET', path)).toEqual({
    status: 301,
    region: 'us-east-2',
    text: expect.stringMatching(
      /<Code>PermanentRedirect<\/Code>.*<Endpoint>code\.s3\.us-east-2\.amazonaws\.com<\/Endpoint>.*<Bucket>code</,
    ),
  });
});

test.each(['code', 'code/a.zip'])('and says it in the answer to HEAD, which has no body: %s', async (path) => {
  expect(await ask('HEAD', path)).toEqual({ status: 301, region: 'us-east-2', text: '' });
});

test('a bucket of the own region is found, and says its region', async () => {
  expect(await ask('HEAD', 'here')).toEqual({ status: 200, region: 'us-west-2', text: '' });
  expect(await ask('HEAD', 'here/a.zip')).toMatchObject({ status: 404 });
});

test('the SDK shows the status', async () => {
  const requestHandler = new SimulatedRequestHandler(world, new VirtualTimeDriver(world.scheduler));
  const client = new S3Client({ region: 'us-west-2', credentials: world.iam.operatorCredentials, requestHandler });
  for (const command of [
    client.send(new HeadObjectCommand({ Bucket: 'code', Key: 'a.zip' })),
    client.send(new HeadBucketCommand({ Bucket: 'code' })),
  ]) {
    await expect(command).rejects.toMatchObject({ $metadata: { httpStatusCode: 301 } });
  }
});
