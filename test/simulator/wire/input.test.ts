import { cbor } from '@smithy/core/cbor';
import { form, json, send } from './raw-requests';

describe('JSON of another shape than the model is a SerializationException', () => {
  it.each([
    ['null', 'Unexpected token received from parser'],
    ['[]', 'Start of list found where not expected'],
    ['"x"', 'Unexpected token received from parser'],
    ['{', 'The body of the request is not JSON'],
    ['{"TableName": 5, "Item": {}}', 'NUMBER_VALUE cannot be converted to String'],
    ['{"TableName": true, "Item": {}}', 'TRUE_VALUE cannot be converted to String'],
    ['{"TableName": ["t"], "Item": {}}', 'Start of list found where not expected'],
    ['{"TableName": {"S": "t"}, "Item": {}}', 'Start of structure or map found where not expected'],
    ['{"TableName": "t", "Item": "x"}', 'Unexpected token received from parser'],
    ['{"TableName": "t", "Item": {"a": {"SS": "x"}}}', 'Unexpected field type'],
    ['{"TableName": "t", "Item": {"a": {"B": "%%%"}}}', 'Base64 encoded length is unexpected'],
    ['{"TableName": "t", "Item": {"a": {"BOOL": "true"}}}', 'STRING_VALUE cannot be converted to Boolean'],
  ])('%s', async (body, message) => {
    const { status, text, inputs } = await json('dynamodb', 'PutItem', body);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      __type: 'SerializationException',
      message: expect.stringContaining(message) as string,
    });
    expect(inputs).toEqual([]);
  });

  it.each([
    ['a member that is null', '{"TableName": "t", "Item": {}, "ReturnValues": null}', { TableName: 't', Item: {} }],
    ['a member that nobody knows', '{"TableName": "t", "Item": {}, "Colour": 5}', { TableName: 't', Item: {} }],
    [
      'a structure that is empty',
      '{"TableName": "t", "Item": {"a": {"S": ""}}}',
      { TableName: 't', Item: { a: { S: '' } } },
    ],
    [
      'bytes in base64',
      '{"TableName": "t", "Item": {"a": {"B": "YQ=="}}}',
      { TableName: 't', Item: { a: { B: Uint8Array.of(97) } } },
    ],
  ])('%s is taken', async (_, body, input) => {
    expect((await json('dynamodb', 'PutItem', body)).inputs).toEqual([input]);
  });

  it('and instants are seconds or the text of one', async () => {
    const entry = (time: string) => `{"Entries": [{"Time": ${time}}]}`;
    for (const time of ['"garbage"', '1e400', 'true', '{}']) {
      expect(await json('events', 'PutEvents', entry(time))).toMatchObject({ status: 400, inputs: [] });
    }
    expect((await json('events', 'PutEvents', entry('1.5'))).inputs).toEqual([{ Entries: [{ Time: new Date(1500) }] }]);
  });
});

describe('CBOR of another shape than the model is a SerializationException', () => {
  const describeAlarms = (body: Uint8Array) =>
    send('monitoring', 'DescribeAlarms', 'POST', '/service/GraniteServiceVersion20100801/operation/DescribeAlarms', {
      headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
      body,
    });

  it.each([
    ['nothing that ends', Uint8Array.of(0xa1, 0x61, 0x61)],
    ['two items', Uint8Array.of(0xa0, 0xa0)],
    ['a list that is longer than the body', Uint8Array.of(0x9b, 0, 0, 0, 1, 0, 0, 0, 0)],
    ['a break outside of everything', Uint8Array.of(0xff)],
    ['a decimal fraction of 256 MB', Uint8Array.of(0xa1, 0x61, 0x61, 0xc4, 0x82, 0x1a, 0x10, 0, 0, 0, 0x01)],
    ['null', cbor.serialize(null)],
    ['a list', cbor.serialize([])],
    ['a number for a list', cbor.serialize({ AlarmNames: 5 })],
    ['a number for text', cbor.serialize({ AlarmNamePrefix: 5 })],
    ['ten thousand lists in each other', new Uint8Array(10_000).fill(0x81)],
  ])('%s', async (_, body) => {
    const answer = await describeAlarms(Uint8Array.from(body));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('SerializationException');
  });

  it('and what it knows not is passed over', async () => {
    expect(
      (await describeAlarms(Uint8Array.from(cbor.serialize({ AlarmNamePrefix: 'a', Colour: 5, MaxRecords: null }))))
        .inputs,
    ).toEqual([{ AlarmNamePrefix: 'a' }]);
  });
});

describe('a form with a value that is none is MalformedInput', () => {
  it.each([
    ['a number', 'rds', 'DescribeDBClusters', '&MaxRecords=many', '&MaxRecords=20', { MaxRecords: 20 }],
    [
      'a boolean',
      'rds',
      'DescribeDBClusters',
      '&IncludeShared=perhaps',
      '&IncludeShared=TRUE',
      { IncludeShared: true },
    ],
    [
      'an instant',
      'monitoring',
      'DescribeAlarmHistory',
      '&StartDate=yesterday',
      '&StartDate=2026-01-05T00:00:00Z',
      { StartDate: new Date('2026-01-05T00:00:00Z') },
    ],
  ])('%s', async (_, service, operation, wrong, right, input) => {
    const refused = await form(service, operation, wrong);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('<Code>MalformedInput</Code>');
    expect((await form(service, operation, right)).inputs).toEqual([input]);
  });
});

describe('XML that is not what the schema says', () => {
  const versioning = (body: string) => send('s3', 'PutBucketVersioning', 'PUT', '/bucket?versioning', { body });

  it.each([
    '<VersioningConfiguration><Status>',
    '<Other/>',
    'text',
    '<VersioningConfiguration><Status>On</Status></VersioningConfiguration>',
  ])('is MalformedXML of S3: %s', async (body) => {
    const { status, text } = await versioning(body);
    expect(status).toBe(400);
    expect(text).toContain('<Code>MalformedXML</Code>');
  });

  it('is InvalidInput of Route 53', async () => {
    const path = '/2013-04-01/hostedzone/Z1/rrset/';
    const { status, text } = await send('route53', 'ChangeResourceRecordSets', 'POST', path, { body: '<Change/>' });
    expect(status).toBe(400);
    expect(text).toContain('<Code>InvalidInput</Code>');
    expect(text).toContain('Invalid XML');
  });

  it('may have a declaration, a comment and a namespace', async () => {
    const body =
      '<?xml version="1.0"?>\n<!-- on --><VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>';
    expect((await versioning(body)).inputs).toMatchObject([{ VersioningConfiguration: { Status: 'Enabled' } }]);
  });
});

describe('a path, a query and headers', () => {
  it.each(['/bucket/%zz', '/%', '/bucket/%ff'])('that cannot be decoded are refused: %s', async (path) => {
    const { status, text } = await send('s3', 'GetObject', 'GET', path, {});
    expect(status).toBe(400);
    expect(text).toContain('<Code>InvalidURI</Code>');
  });

  it('with a number that is none are refused', async () => {
    const { status, text } = await send('s3', 'ListObjectsV2', 'GET', '/bucket?list-type=2&max-keys=many', {});
    expect(status).toBe(400);
    expect(text).toContain('<Code>InvalidArgument</Code>');
  });
});

it('takes what CBOR may be: nested, of a length that is not said, instants, and other large numbers of bytes', async () => {
  const started = { n: [1, -1, 1.5, 2 ** 40, true, 'ü'.repeat(300)], m: { a: { b: [] } }, AlarmNamePrefix: 'a' };
  const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
  const path = '/service/S/operation/DescribeAlarms';
  for (const body of [Uint8Array.from(cbor.serialize(started)), INDEFINITE]) {
    const { inputs } = await send('monitoring', 'DescribeAlarms', 'POST', path, { headers, body });
    expect(inputs).toEqual([{ AlarmNamePrefix: 'a' }]);
  }
});

/** {_ "AlarmNamePrefix": (_ "a"), "at": 1(0), "x": [_ 1]} */
const INDEFINITE = Buffer.from('bf6f416c61726d4e616d655072656669787f6161ff626174c10061789f01ffff', 'hex');

it('takes a package of tens of megabytes in base64', async () => {
  const body = JSON.stringify({ ZipFile: 'A'.repeat(20_000_000) });
  const { inputs } = await send('lambda', 'UpdateFunctionCode', 'PUT', '/2015-03-31/functions/f/code', { body });
  expect(inputs).toHaveLength(1);
});
