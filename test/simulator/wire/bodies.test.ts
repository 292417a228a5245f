import { gzipSync } from 'node:zlib';
import { send } from './raw-requests';

describe('a compressed body', () => {
  const data = (body: Uint8Array) =>
    send('monitoring', 'DescribeAlarms', 'POST', '/', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' },
      body,
    });

  it('is read', async () => {
    expect((await data(gzipSync('Action=DescribeAlarms&AlarmNamePrefix=a'))).inputs).toEqual([
      { AlarmNamePrefix: 'a' },
    ]);
  });

  it('is refused when it is none, or holds too much', async () => {
    expect((await data(Buffer.from('Action=DescribeAlarms'))).text).toContain('<Code>MalformedInput</Code>');
    expect(await data(gzipSync(Buffer.alloc(17_000_000)))).toMatchObject({ status: 413, inputs: [] });
  });

  it('is the object as it is, for S3', async () => {
    const body = gzipSync('object');
    const { inputs } = await send('s3', 'PutObject', 'PUT', '/b/k', { headers: { 'content-encoding': 'gzip' }, body });
    expect(inputs).toMatchObject([{ Body: Uint8Array.from(body), ContentEncoding: 'gzip' }]);
  });
});

describe('a body that is too large', () => {
  it.each([
    ['lambda', 'Invoke', '/2015-03-31/functions/f/invocations', 6_291_456, {}],
    ['lambda', 'Invoke', '/2015-03-31/functions/f/invocations', 1_048_576, { 'x-amz-invocation-type': 'Event' }],
    ['states', 'StartExecution', '/', 1_048_576, { 'x-amz-target': 'AWSStepFunctions.StartExecution' }],
    ['dynamodb', 'PutItem', '/', 16_777_216, { 'x-amz-target': 'DynamoDB_20120810.PutItem' }],
  ])('is 413 for %s: %s %s above %i bytes', async (service, operation, path, bytes, headers) => {
    const sent = (size: number) => send(service, operation, 'POST', path, { headers, body: Buffer.alloc(size, ' ') });
    expect((await sent(bytes + 1)).status).toBe(413);
    expect((await sent(bytes)).status).not.toBe(413);
  });
});
