import { gzipSync } from 'node:zlib';
import type { World } from '../../simulator/world';
import { serviceModel } from '../../simulator/wire/clients';
import type { OperationModel, ServiceModel } from '../../simulator/wire/service-model';
import type { Draw } from './draw';
import { FUZZED_REGION } from './estate';
import { plausibleInput, spoilt } from './inputs';
import { write, writeCbor, writeForm, type Written } from './write';

export const KINDS = ['input', 'plausible', 'body', 'path', 'signature', 'headers', 'size', 'hang-up'] as const;
export type Kind = (typeof KINDS)[number];

export interface WrongRequest extends Written {
  readonly kind: Kind;
  /** For people: `dynamodb:PutItem`. */
  readonly what: string;
  readonly authorization: string | undefined;
  /** How the body goes out: in chunks, or cut off after half of it. */
  readonly sending: 'counted' | 'chunked' | 'half';
}

/** An operation that the simulator has, of a service that has a wire. */
interface Target {
  readonly model: ServiceModel;
  readonly operation: OperationModel;
}

export class WrongRequests {
  readonly #draw: Draw;
  readonly #names: readonly string[];
  readonly #key: string;
  readonly #targets: readonly Target[];
  #next = 0;

  constructor(draw: Draw, world: World, names: readonly string[]) {
    this.#draw = draw;
    this.#names = names;
    this.#key = world.iam.operatorCredentials.accessKeyId;
    this.#targets = targetsOf(world);
  }

  /** Every operation comes in its turn, whatever is drawn. */
  draw(): WrongRequest {
    const target = this.#targets[this.#next % this.#targets.length];
    this.#next += 1;
    if (target === undefined) throw new Error('the simulator has no operations');
    const kind = this.#drawKind();
    const request: WrongRequest = {
      ...this.#write(target, kind === 'input' ? 'spoilt' : 'plausible'),
      kind,
      what: `${target.model.signingName}:${target.operation.name}`,
      authorization: this.#authorization(target.model.signingName),
      sending: 'counted',
    };
    return this.#spoil(kind, request);
  }

  #drawKind(): Kind {
    const roll = this.#draw.below(100);
    if (roll < 62) return 'input';
    if (roll < 74) return 'plausible';
    return this.#draw.one([
      'body',
      'body',
      'path',
      'signature',
      'headers',
      'hang-up',
      roll % 5 === 0 ? 'size' : 'body',
    ]);
  }

  #write({ model, operation }: Target, how: 'plausible' | 'spoilt'): Written {
    const about = { signingName: model.signingName, names: this.#names };
    const right = plausibleInput(this.#draw, about, operation.input);
    const input = how === 'spoilt' ? spoilt(this.#draw, right) : right;
    // CloudWatch is spoken to in three ways.
    if (model.signingName === 'monitoring' && this.#draw.chance(0.5)) return writeForm(operation, input);
    return model.signingName === 'monitoring' && this.#draw.chance(0.5)
      ? writeCbor(operation, input)
      : write(model, operation, input);
  }

  #spoil(kind: Kind, request: WrongRequest): WrongRequest {
    switch (kind) {
      case 'input':
      case 'plausible':
        return request;
      case 'body':
        return { ...request, body: this.#wrongBody(request.body) };
      case 'path':
        return { ...request, path: this.#draw.one(PATHS) };
      case 'signature':
        return { ...request, authorization: this.#wrongAuthorization() };
      case 'headers':
        return this.#wrongHeaders(request);
      case 'size':
        return { ...request, body: Buffer.alloc(17_000_000, 'x'), sending: this.#draw.one(['counted', 'chunked']) };
      case 'hang-up':
        return { ...request, sending: 'half' };
    }
  }

  #wrongBody(body: Uint8Array): Uint8Array {
    const draw = this.#draw;
    const cut = body.subarray(0, draw.below(body.length + 1));
    const flipped = Uint8Array.from(body);
    if (flipped.length > 0) flipped[draw.below(flipped.length)] = draw.below(256);
    return draw.one([
      cut,
      cut,
      flipped,
      flipped,
      draw.bytes(1 + draw.below(64)),
      Buffer.from(
        draw.one([
          'null',
          '[]',
          '""',
          '5',
          '{',
          '{"a":}',
          '<a>',
          '<a><b></a>',
          '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
          '',
          'Action=',
          '&&=&',
        ]),
      ),
      Buffer.from('['.repeat(20_000)),
      Buffer.from('{"a":'.repeat(5000)),
      new Uint8Array(20_000).fill(0x81),
      Buffer.from(`<a>${'<b>'.repeat(5000)}`),
      gzipSync('Action=DescribeAlarms'),
    ]);
  }

  #authorization(service: string, region = service === 'route53' ? 'us-east-1' : FUZZED_REGION): string {
    return `AWS4-HMAC-SHA256 Credential=${this.#key}/20260105/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  }

  #wrongAuthorization(): string | undefined {
    const service = this.#draw.one([
      'ec2',
      'iam',
      'sqs',
      'logs',
      'acm',
      'cloudfront',
      'quicksight',
      '',
      '__proto__',
      'constructor',
      'S3',
    ]);
    return this.#draw.one([
      undefined,
      '',
      'Basic YTpi',
      'AWS4-HMAC-SHA256',
      'AWS4-HMAC-SHA256 Credential=',
      'AWS4-HMAC-SHA256 Credential=a/b/c/d/e',
      `AWS4-HMAC-SHA256 Credential=AKIANOBODY/20260105/${FUZZED_REGION}/rds/aws4_request, Signature=0`,
      `AWS4-HMAC-SHA256 Credential=AKIANOBODY/20260105/${FUZZED_REGION}/s3/aws4_request, Signature=0`,
      this.#authorization('rds', 'eu-west-9'),
      this.#authorization(service),
      this.#authorization(service),
    ]);
  }

  #wrongHeaders(request: WrongRequest): WrongRequest {
    const draw = this.#draw;
    const method = draw.one(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'HEAD', 'REPORT']);
    const [name, value] = draw.one([
      ['content-encoding', 'gzip'],
      ['content-encoding', 'br'],
      ['content-type', 'text/plain'],
      ['content-type', ''],
      ['x-amz-target', 'X.Nothing'],
      ['x-amz-target', 'Service.constructor'],
      ['x-amz-target', ''],
      ['smithy-protocol', 'rpc-v2-cbor'],
      ['x-amz-content-sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'],
      ['host', 'a b:c'],
      ['host', ''],
      ['host', 'bucket.s3.amazonaws.com'],
      ['expect', '200-maybe'],
      ['range', 'bytes=9-1'],
      ['if-none-match', '?'],
      ['x-amz-acl', 'nobody'],
    ] as const);
    if (draw.chance(0.4)) return { ...request, method };
    if (draw.chance(0.1)) {
      return {
        ...request,
        headers: { ...request.headers, 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(20_000_000)),
      };
    }
    return { ...request, headers: { ...request.headers, [name]: value } };
  }
}

const PATHS = [
  '/%',
  '//',
  '/%zz',
  '/%ff',
  '/%2e%2e/%2e%2e',
  '/..',
  '/a/b/c/d/e/f/g',
  '/?',
  '/?&&==',
  '/%00',
  `/${'a/'.repeat(2000)}`,
  '/service//operation/',
  '/2015-03-31/functions//invocations',
  '/2015-03-31/functions/%20/invocations',
  '/2013-04-01/hostedzone//rrset',
];

function targetsOf(world: World): readonly Target[] {
  const targets = new Map<string, Target>();
  for (const { service } of world.dispatcher.services) {
    const model = serviceModel(service.signingName);
    for (const name of Object.keys(service.operations)) {
      const operation = model?.operations.get(name);
      if (model !== undefined && operation !== undefined)
        targets.set(`${model.signingName}:${name}`, { model, operation });
    }
  }
  return [...targets.values()];
}
