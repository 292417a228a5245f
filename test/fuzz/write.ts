import type { NormalizedSchema } from '@smithy/core/schema';
import { cbor } from '@smithy/core/cbor';
import { bindingsOf } from '../../simulator/wire/protocols/http-bindings';
import { protocolKindOf } from '../../simulator/wire/refusals';
import type { OperationModel, ServiceModel } from '../../simulator/wire/service-model';

/** A request as it goes to the socket, without who signs it. */
export interface Written {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Writes an input as the service's clients do, whatever is in it: nothing is checked on the way. */
export function write(model: ServiceModel, operation: OperationModel, input: unknown): Written {
  switch (protocolKindOf(model)) {
    case 'query':
      return writeForm(operation, input);
    case 'rest-json':
    case 'rest-xml':
      return writeRest(model, operation, input);
    default:
      return writeJson(model, operation, input);
  }
}

function writeJson({ protocol }: ServiceModel, { name }: OperationModel, input: unknown): Written {
  const version = protocol === 'aws.protocols#awsJson1_1' ? '1.1' : '1.0';
  const headers = { 'x-amz-target': `Service.${name}`, 'content-type': `application/x-amz-json-${version}` };
  return { method: 'POST', path: '/', headers, body: Buffer.from(jsonOf(input)) };
}

export function writeCbor({ name }: OperationModel, input: unknown): Written {
  const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
  const body = Uint8Array.from(cbor.serialize(plain(input)));
  return { method: 'POST', path: `/service/S/operation/${name}`, headers, body };
}

export function writeForm({ name, input: schema }: OperationModel, input: unknown): Written {
  const form = new URLSearchParams({ Action: name, Version: '2014-10-31' });
  addToForm(form, '', schema, input);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', path: '/', headers, body: Buffer.from(form.toString()) };
}

function addToForm(form: URLSearchParams, key: string, schema: NormalizedSchema | undefined, value: unknown): void {
  const below = (name: string) => (key === '' ? name : `${key}.${name}`);
  if (Array.isArray(value)) {
    const list = schema?.isListSchema() === true ? schema : undefined;
    const item = list?.getValueSchema();
    const wrapper = list?.getMergedTraits().xmlFlattened ? '' : `.${item?.getMergedTraits().xmlName ?? 'member'}`;
    for (const [index, each] of value.entries()) addToForm(form, `${key}${wrapper}.${index + 1}`, item, each);
  } else if (isRecord(value)) {
    const struct = schema?.isStructSchema() === true ? schema : undefined;
    const members = new Map(struct === undefined ? [] : [...struct.structIterator()]);
    for (const [name, each] of Object.entries(value)) {
      const member = members.get(name);
      addToForm(form, below(member?.getMergedTraits().xmlName ?? name), member, each);
    }
  } else if (value !== null && value !== undefined) form.append(key === '' ? 'x' : key, textOf(value));
}

function writeRest(model: ServiceModel, { http, input: schema }: OperationModel, input: unknown): Written {
  const [method, template] = http ?? ['POST', '/'];
  const [path = '/', fixed = ''] = template.split('?');
  const query = new URLSearchParams(fixed);
  const headers: Record<string, string> = {};
  const rest: Record<string, unknown> = isRecord(input) ? { ...input } : {};
  const { outside, payload, body } = bindingsOf(schema);
  let address = path;
  for (const [name, member] of outside) {
    const value = rest[name];
    delete rest[name];
    const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
    if (httpLabel) {
      address = address
        .replace(`{${name}+}`, encodeURI(labelOf(value)))
        .replace(`{${name}}`, encodeURIComponent(labelOf(value)));
    } else if (value !== undefined && httpQuery !== undefined) query.append(httpQuery, textOf(value));
    // The length of the body is the client's to write.
    else if (value !== undefined && httpHeader !== undefined && httpHeader !== 'Content-Length')
      headers[httpHeader.toLowerCase()] = textOf(value).replaceAll(/[^\x20-\x7E]/g, '?');
  }
  // The router moves the bucket out of the address.
  if (model.signingName === 's3' && isRecord(input))
    address = address.replace('{Bucket}', encodeURIComponent(labelOf(input['Bucket'])));
  const search = query.toString();
  return {
    method,
    path: search === '' ? address : `${address}?${search}`,
    headers,
    body: bodyOf(model, { payload, body }, rest),
  };
}

function bodyOf(
  { protocol }: ServiceModel,
  { payload, body }: Pick<ReturnType<typeof bindingsOf>, 'payload' | 'body'>,
  rest: Readonly<Record<string, unknown>>,
): Uint8Array {
  const isXml = protocol === 'aws.protocols#restXml';
  if (payload !== undefined) {
    const [name, schema] = payload;
    const value = rest[name];
    if (value === undefined) return new Uint8Array();
    if (value instanceof Uint8Array) return value;
    return Buffer.from(
      isXml ? xmlOf(schema.getMergedTraits().xmlName ?? schema.getName() ?? 'x', schema, value) : jsonOf(value),
    );
  }
  if (body === undefined) return new Uint8Array();
  return Buffer.from(isXml ? xmlOf(body.getName() ?? 'x', body, rest) : jsonOf(rest));
}

function xmlOf(name: string, schema: NormalizedSchema | undefined, value: unknown): string {
  if (value === null || value === undefined) return `<${name}/>`;
  if (Array.isArray(value)) {
    const list = schema?.isListSchema() === true ? schema : undefined;
    const item = list?.getValueSchema();
    const itemName = item?.getMergedTraits().xmlName ?? 'member';
    if (list?.getMergedTraits().xmlFlattened) return value.map((each) => xmlOf(name, item, each)).join('');
    return `<${name}>${value.map((each) => xmlOf(itemName, item, each)).join('')}</${name}>`;
  }
  if (!isRecord(value)) return `<${name}>${escaped(textOf(value))}</${name}>`;
  const members = new Map(schema?.isStructSchema() === true ? [...schema.structIterator()] : []);
  const inner = Object.entries(value).map(([key, each]) => {
    const member = members.get(key);
    return xmlOf(member?.getMergedTraits().xmlName ?? key.replaceAll(/\W/g, '_'), member, each);
  });
  return `<${name}>${inner.join('')}</${name}>`;
}

function escaped(text: string): string {
  // XML 1.0 has no control characters but three.
  const allowed = text.replaceAll(/[^ -\uFFFD]/g, '?');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Bytes in base64, instants as seconds. */
function jsonOf(input: unknown): string {
  return (
    JSON.stringify(
      plain(input, (value) => (value instanceof Date ? value.getTime() / 1000 : Buffer.from(value).toString('base64'))),
    ) ?? 'null'
  );
}

function plain(
  value: unknown,
  leaf: (value: Date | Uint8Array) => unknown = (each) => (each instanceof Date ? each.getTime() / 1000 : each),
): unknown {
  if (value instanceof Date || value instanceof Uint8Array) return leaf(value);
  if (Array.isArray(value)) return value.map((each) => plain(each, leaf));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each, leaf)]));
  return value;
}

function textOf(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'never' : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** An empty label would be another operation. */
function labelOf(value: unknown): string {
  const text = textOf(value ?? 'x');
  return text === '' ? 'x' : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date || value instanceof Uint8Array)
  );
}
