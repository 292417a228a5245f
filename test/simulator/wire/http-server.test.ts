import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { HttpServer } from '../../../simulator/wire/http-server';
import { VirtualTimeDriver } from '../../../simulator/wire/virtual-time-driver';
import { stubService, wireWorld } from './wire-fixture';

const REGION = 'us-west-2';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const DESCRIBE = 'Action=DescribeDBClusters&Version=2014-10-31';
const ANSWER = '<DescribeDBClustersResponse';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

async function opened(operation = (): unknown => ({ DBClusters: [] }), patienceMs?: number) {
  const world = wireWorld();
  world.dispatcher.register(REGION, stubService('rds', 'DescribeDBClusters', operation).service);
  world.dispatcher.register(REGION, stubService('s3', 'PutObject', () => ({ ETag: '"1"' })).service);
  world.dispatcher.register(REGION, stubService('lambda', 'Invoke', () => ({ StatusCode: 200 })).service);
  const defects: unknown[] = [];
  const server = new HttpServer(world, new VirtualTimeDriver(world.scheduler), {
    reportDefect: (error) => defects.push(error),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
  const url = new URL(await server.listen());
  const authorization = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=${world.iam.operatorCredentials.accessKeyId}/20261124/${REGION}/${service}/aws4_request, Signature=0`;
  const send = (
    {
      service = 'rds',
      method = 'POST',
      path = '/',
      headers = {},
    }: { service?: string; method?: string; path?: string; headers?: Record<string, string> },
    body: string | Uint8Array = '',
  ) =>
    new Promise<Answer>((resolve, reject) => {
      const options = {
        port: url.port,
        host: '127.0.0.1',
        method,
        path,
        headers: { authorization: authorization(service), ...headers },
      };
      const outgoing = request(options, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text, headers: incoming.headers }));
        incoming.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  const socket = () =>
    new Promise<Socket>((resolve) => {
      const made = connect(Number(url.port), '127.0.0.1', () => resolve(made));
    });
  const isAlive = async () => (await send({ headers: FORM }, DESCRIBE)).text.includes(ANSWER);
  return { world, send, socket, isAlive, defects, authorization, close: () => server.close() };
}

/** All that the server writes until it closes the connection. */
function readToEnd(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', () => undefined);
  });
}

describe('a bug of the simulator', () => {
  it('ends the call in which it shows, says so without a stack, and the next call is answered', async () => {
    let isBroken = true;
    const { send, isAlive, defects, world, close } = await opened(() => {
      if (isBroken) throw new TypeError(`undefined is not iterable at ${__filename}`);
      return { DBClusters: [] };
    });
    const { status, text, headers } = await send({ headers: FORM }, DESCRIBE);
    expect(status).toBe(500);
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(text).toMatch(
      /<ErrorResponse.*<Code>InternalFailure<\/Code>.*A bug of the simulator, not an answer of AWS/s,
    );
    expect(text).not.toMatch(/TypeError|not iterable|\.ts/);
    expect(defects).toContainEqual(expect.objectContaining({ name: 'TypeError' }));
    isBroken = false;
    const before = world.scheduler.now();
    expect(await isAlive()).toBe(true);
    expect(world.scheduler.now()).toBeGreaterThan(before);
    await close();
  });

  it('in a timer, or in work that nobody awaits, is reported, and time goes on', async () => {
    const { world, isAlive, defects, close } = await opened();
    world.scheduler.after(1, () => {
      throw new Error('a broken timer');
    });
    world.scheduler.spawn(() => Promise.reject(new Error('broken work')));
    expect(await isAlive()).toBe(true);
    expect(defects).toEqual([new Error('broken work'), new Error('a broken timer')]);
    await close();
  });

  it('that never answers ends after an hour of virtual time, and keeps nobody else waiting', async () => {
    let calls = 0;
    const { send, isAlive, close } = await opened(() =>
      (calls += 1) === 1 ? new Promise(() => undefined) : { DBClusters: [] },
    );
    const hung = send({ headers: FORM }, DESCRIBE);
    expect((await hung).status).toBe(500);
    expect(await isAlive()).toBe(true);
    await close();
  });
});

describe('a body larger than the service takes', () => {
  it('is refused by its length, before it is sent, and when it comes in chunks', async () => {
    const { send, isAlive, close } = await opened();
    const path = '/2015-03-31/functions/f/invocations';
    const chunked = await send(
      { service: 'lambda', path, headers: { 'transfer-encoding': 'chunked' } },
      Buffer.alloc(7_000_000),
    );
    const counted = await send({ service: 'lambda', path }, Buffer.alloc(7_000_000));
    for (const { status, text } of [chunked, counted]) {
      expect(status).toBe(413);
      expect(text).toContain('Request must be smaller than 6291456 bytes for the InvokeFunction operation');
    }
    expect(await isAlive()).toBe(true);
    await close();
  });

  it('of 300 MB is refused before the first byte, to who asks with Expect: 100-continue', async () => {
    const { socket, authorization, isAlive, close } = await opened();
    const client = await socket();
    const answered = readToEnd(client);
    client.write(
      `PUT /bucket/key HTTP/1.1\r\nHost: s3\r\nAuthorization: ${authorization('s3')}\r\nContent-Length: 314572800\r\nExpect: 100-continue\r\n\r\n`,
    );
    const text = await answered;
    expect(text).toMatch(/^HTTP\/1\.1 400 .*<Code>EntityTooLarge<\/Code>/s);
    expect(text).not.toContain('100 Continue');
    expect(await isAlive()).toBe(true);
    await close();
  });

  it('of the size that is taken is asked for with 100 Continue', async () => {
    const { socket, authorization, close } = await opened();
    const client = await socket();
    const answered = readToEnd(client);
    client.write(
      `PUT /bucket/key HTTP/1.1\r\nHost: s3\r\nConnection: close\r\nAuthorization: ${authorization('s3')}\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n`,
    );
    client.once('data', () => client.write('ok'));
    expect(await answered).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    await close();
  });
});

describe('a client', () => {
  it('that hangs up in the midst of its body, or before the answer, hurts nobody', async () => {
    const { socket, authorization, isAlive, defects, close } = await opened();
    for (const sent of ['Action=Desc', DESCRIBE]) {
      const client = await socket();
      const head = `POST / HTTP/1.1\r\nHost: rds\r\nAuthorization: ${authorization('rds')}\r\nContent-Length: ${DESCRIBE.length}\r\n\r\n`;
      await new Promise((resolve) => {
        client.write(head + sent, resolve);
      });
      client.destroy();
    }
    expect(await isAlive()).toBe(true);
    expect(defects).toEqual([]);
    await close();
  });

  it.each([
    ['no more of its headers', 'POST / HTTP/1.1\r\nHost: rds\r\n'],
    ['no more of its body', 'POST / HTTP/1.1\r\nHost: rds\r\nContent-Length: 10\r\n\r\nA'],
  ])('that sends %s is cut off', async (_, sent) => {
    const { socket, isAlive, close } = await opened(undefined, 100);
    const client = await socket();
    const answered = readToEnd(client);
    client.write(sent);
    expect(await answered).toMatch(/^HTTP\/1\.1 408 /);
    expect(await isAlive()).toBe(true);
    await close();
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['no address', 'GET x:y HTTP/1.1\r\nHost: rds\r\nConnection: close\r\n\r\n', 400],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: a b:c:d\r\nConnection: close\r\n\r\n', 400],
    ['headers of a megabyte', `GET / HTTP/1.1\r\nHost: rds\r\nX: ${'x'.repeat(1_000_000)}\r\n\r\n`, 431],
  ])('that sends %s is answered %s', async (_, sent, status) => {
    const { socket, isAlive, close } = await opened();
    const client = await socket();
    const answered = readToEnd(client);
    client.write(sent);
    expect(await answered).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(await isAlive()).toBe(true);
    await close();
  });

  it('is one of two hundred at once, and each is answered', async () => {
    const { send, close } = await opened();
    const answers = await Promise.all(Array.from({ length: 200 }, () => send({ headers: FORM }, DESCRIBE)));
    expect(answers.every(({ status, text }) => status === 200 && text.includes(ANSWER))).toBe(true);
    await close();
  });

  it.each([
    ['/%', 'InvalidURI'],
    ['/bucket/%zz', 'InvalidURI'],
    ['//', 'MethodNotAllowed'],
  ])('that asks S3 for %s is answered %s', async (path, code) => {
    const { send, isAlive, close } = await opened();
    expect((await send({ service: 's3', method: 'PATCH', path: '/b/k' })).status).toBe(405);
    expect((await send({ service: 's3', method: 'PUT', path })).text).toContain(`<Code>${code}</Code>`);
    expect(await isAlive()).toBe(true);
    await close();
  });
});

describe('a service without a wire, or a request without a signature, is answered in the protocol of the service', () => {
  it.each([
    ['ec2', FORM, '<Response><Errors><Error><Code>NotModelled</Code>'],
    ['iam', FORM, '<ErrorResponse><Error><Type>Receiver</Type><Code>NotModelled</Code>'],
    ['elasticloadbalancing', {}, '<ErrorResponse><Error><Type>Receiver</Type><Code>NotModelled</Code>'],
    ['acm', { 'x-amz-target': 'CertificateManager.ListCertificates' }, '{"__type":"NotModelled"'],
  ])('%s', async (service, headers, text) => {
    const { send, close } = await opened();
    expect(await send({ service, headers })).toMatchObject({
      status: 501,
      text: expect.stringContaining(text) as string,
    });
    await close();
  });

  it.each([
    ['', 403, 'MissingAuthenticationToken'],
    ['Basic YTpi', 400, 'IncompleteSignature'],
    ['AWS4-HMAC-SHA256 Credential=AKIA/20261124/us-west-2', 400, 'IncompleteSignature'],
  ])('with the Authorization "%s"', async (authorization, status, code) => {
    const { send, close } = await opened();
    const asForm = await send({ headers: { ...FORM, authorization } }, DESCRIBE);
    const asJson = await send({ headers: { 'x-amz-target': 'X.Y', authorization } }, '{}');
    expect(asForm).toMatchObject({ status, text: expect.stringContaining(`<Code>${code}</Code>`) as string });
    expect(asJson).toMatchObject({ status, text: expect.stringContaining(`"__type":"${code}"`) as string });
    await close();
  });
});
