import { gzipSync } from 'node:zlib';
import { serviceModel, signingNames } from '../../../simulator/wire/clients';
import { handleAwsRequest } from '../../../simulator/wire/http';
import { bindingsOf } from '../../../simulator/wire/protocols/http-bindings';
import { routeRest } from '../../../simulator/wire/protocols/rest-router';
import { requiredMembers, type OperationModel } from '../../../simulator/wire/service-model';
import { stubService, wireWorld } from './wire-fixture';

function client(region = 'us-west-2') {
  const world = wireWorld();
  const key = world.iam.operatorCredentials.accessKeyId;
  const send = async (
    service: string,
    method: string,
    url: string,
    more: { headers?: Record<string, string>; body?: string | Uint8Array } = {},
  ) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20261124/${region}/${service}/aws4_request, Signature=0`;
    const body = typeof more.body === 'string' ? Buffer.from(more.body) : (more.body ?? new Uint8Array());
    const headers = { authorization, ...more.headers };
    const response = await world.scheduler.runToEnd(handleAwsRequest(world, { method, url, headers, body }));
    return { ...response, text: Buffer.from(response.body).toString() };
  };
  const register = (service: string, operation: string, output: () => unknown = () => ({})) => {
    const stub = stubService(service, operation, output);
    world.dispatcher.register(region, stub.service);
    return stub.inputs;
  };
  return { world, send, register };
}

describe('clients that are not the SDK', () => {
  it('name an S3 operation by method and path alone', async () => {
    const { send, register } = client();
    const put = register('s3', 'PutObject', () => ({ ETag: '"1"' }));
    const answer = await send('s3', 'PUT', 'https://s3.us-west-2.amazonaws.com/evidence/a/b%20c.json', { body: 'x' });
    expect(answer).toMatchObject({ status: 200, headers: { etag: '"1"' } });
    expect(put).toEqual([{ Bucket: 'evidence', Key: 'a/b c.json', Body: Uint8Array.from(Buffer.from('x')) }]);
  });

  it.each(['evidence.s3.us-west-2.amazonaws.com', 'evidence.s3.amazonaws.com', 'evidence.localhost:4566'])(
    'give the bucket in the host name %s',
    async (host) => {
      const { send, register } = client();
      const list = register('s3', 'ListObjectsV2');
      await send('s3', 'GET', `http://${host}/?list-type=2&prefix=a`);
      expect(list).toEqual([{ Bucket: 'evidence', Prefix: 'a' }]);
    },
  );

  it('find the code of an S3 error, which is in no namespace', async () => {
    const { send, register } = client();
    register('s3', 'PutObject');
    const answer = await send('s3', 'GET', 'https://s3.us-west-2.amazonaws.com/evidence/a');
    expect(answer.status).toBe(501);
    expect(answer.text).toMatch(/^(<\?xml[^>]*>\s*)?<Error><Type>Receiver<\/Type><Code>NotModelled<\/Code>/);
  });

  it('stream a body in chunks with a trailing checksum', async () => {
    const { send, register } = client();
    const put = register('s3', 'PutObject');
    await send('s3', 'PUT', 'https://s3.us-west-2.amazonaws.com/b/k', {
      headers: { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'content-encoding': 'aws-chunked' },
      body: '5\r\nhello\r\n6;chunk-signature=0\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
    });
    expect(put).toMatchObject([{ Body: Uint8Array.from(Buffer.from('hello world')) }]);
  });

  it('speak the query protocol to a service whose SDK client has left it', async () => {
    const { send, register } = client();
    const alarms = register('monitoring', 'DescribeAlarms', () => ({ MetricAlarms: [] }));
    const answer = await send('monitoring', 'POST', 'https://monitoring.us-west-2.amazonaws.com/', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' },
      body: gzipSync('Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=a&AlarmNames.member.2=b'),
    });
    expect(alarms).toEqual([{ AlarmNames: ['a', 'b'] }]);
    expect(answer.text).toContain('<DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">');
    expect(answer.text).toContain('<DescribeAlarmsResult>');
  });

  it('write a path with a slash at its end', async () => {
    const { send, register } = client('us-east-1');
    const get = register('route53', 'GetHostedZone', () => ({
      HostedZone: { Id: '/hostedzone/Z1', Name: 'n', CallerReference: 'c' },
    }));
    await send('route53', 'GET', 'https://route53.amazonaws.com/2013-04-01/hostedzone/Z1/');
    expect(get).toEqual([{ Id: 'Z1' }]);
  });
});

describe('a request that cannot be served', () => {
  it('lacks a signature', async () => {
    const { send } = client();
    const answer = await send('rds', 'POST', 'https://rds.us-west-2.amazonaws.com/', {
      headers: { authorization: '' },
    });
    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'MissingAuthenticationToken' } });
  });

  it('is for a service whose protocol is not modelled', async () => {
    const answer = await client().send('quicksight', 'GET', 'https://quicksight.us-west-2.amazonaws.com/');
    expect(answer.status).toBe(501);
    expect(answer.text).toContain(
      'the wire protocol of quicksight is not modelled by the simulator (docs/SIMULATOR.md)',
    );
  });

  it('names an operation that the service does not have', async () => {
    const answer = await client().send('backup', 'GET', 'https://backup.us-west-2.amazonaws.com/no/such/path');
    expect(answer).toMatchObject({ status: 404, headers: { 'x-amzn-errortype': 'UnknownOperationException' } });
  });

  it('has a body that is not what it says', async () => {
    const { send, register } = client();
    register('states', 'StartExecution');
    const headers = { 'x-amz-target': 'AWSStepFunctions.StartExecution', 'content-type': 'application/x-amz-json-1.0' };
    const answer = await send('states', 'POST', 'https://states.us-west-2.amazonaws.com/', { headers, body: '{"a":' });
    expect(answer).toMatchObject({ status: 400 });
    expect(JSON.parse(answer.text)).toMatchObject({ __type: 'SerializationException' });
  });
});

it('answers equal requests with equal bytes for equal seeds', async () => {
  const once = async () => {
    const { send, register } = client();
    register('rds', 'DescribeDBClusters', () => ({ DBClusters: [{ DBClusterIdentifier: 'a' }] }));
    return send('rds', 'POST', 'https://rds.us-west-2.amazonaws.com/', { body: 'Action=DescribeDBClusters' });
  };
  expect(await once()).toEqual(await once());
});

describe('the models of the SDK', () => {
  it.each(signingNames)('can be read for %s', (signingName) => {
    const model = serviceModel(signingName);
    expect(model?.operations.size).toBeGreaterThan(4);
    expect(model?.protocol).toMatch(/^aws\.protocols#/);
    expect(model?.errorShape('NoSuchErrorAnywhere')).toBeUndefined();
  });

  it.each(['backup', 'lambda', 'rds-data', 'route53', 's3'])(
    'lead every request of %s to its own operation',
    (signingName) => {
      const model = serviceModel(signingName);
      if (model === undefined) throw new Error('no model');
      const astray = [...model.operations.values()].filter((operation) => {
        // The SDK names the operation in the query beside the path; other clients do not.
        const named = minimalRequest(operation);
        const unnamed = { ...named, query: new URLSearchParams(named.query) };
        unnamed.query.delete('x-id');
        return [named, unnamed].some((request) => routeRest(request, model)?.operation.name !== operation.name);
      });
      // S3 tells this one from ListBuckets by a host name of S3 Express, which the simulator does not have.
      const others = astray.map(({ name }) => name).filter((name) => name !== 'ListDirectoryBuckets');
      expect(others).toEqual([]);
    },
  );
});

/** The least that a client sends for an operation: path, fixed query, required query and headers. */
function minimalRequest(operation: OperationModel) {
  const [method = '', template = ''] = operation.http?.slice(0, 2).map(String) ?? [];
  const [path = '', fixed = ''] = template.split('?');
  const query = new URLSearchParams(fixed);
  const headers: Record<string, string> = {};
  const labels: Record<string, string> = {};
  const required = new Set(requiredMembers(operation.input));
  for (const [name, member] of bindingsOf(operation.input).outside) {
    if (!required.has(name)) continue;
    const { httpQuery, httpHeader, httpLabel } = member.getMergedTraits();
    if (httpQuery !== undefined) query.set(httpQuery, '1');
    if (httpHeader !== undefined) headers[httpHeader.toLowerCase()] = '1';
    if (httpLabel && !path.includes(`{${name}`)) labels[name] = '1';
  }
  return { method, path: path.replaceAll(/\{[^}]+\}/g, 'x'), query, headers, labels, body: new Uint8Array() };
}
