import { XmlCodec } from '@aws-sdk/core/protocols';
import { JsonCodec } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { HttpResponse } from '../../network/http';
import { requireTypes, UnreadableInputError } from '../input-types';
import type { OperationModel, ServiceModel } from '../service-model';
import type { WireError } from '../wire-error';
import { bindingsOf, readOutside, writeOutside } from './http-bindings';
import { jsonMembers, readJson } from './json-rpc';
import { asRecord, decode, encode, type Route, type WireProtocol, type WireRequest } from './protocol';
import { errorElement, errorEnvelope, errorValue } from './query';
import { routeRest } from './rest-router';

/** REST-JSON and REST-XML: members in path, query, headers and body, as the model binds them. */
abstract class RestProtocol implements WireProtocol {
  abstract readonly kind: 'rest-json' | 'rest-xml';
  protected abstract readonly contentType: string;
  protected abstract codec(model: ServiceModel): JsonCodec | XmlCodec;
  protected abstract readBody(schema: NormalizedSchema, body: Uint8Array, model: ServiceModel): unknown;
  protected abstract requestIdHeader(model: ServiceModel): string;
  abstract writeError(error: WireError, model: ServiceModel, requestId: string): HttpResponse;

  route(request: WireRequest, model: ServiceModel): Route | undefined {
    return routeRest(request, model);
  }

  readInput(request: WireRequest, { operation, labels }: Route, model: ServiceModel): unknown {
    const bindings = bindingsOf(operation.input);
    const input = readOutside(bindings, request, labels);
    if (bindings.payload !== undefined) {
      const [name, schema] = bindings.payload;
      if (schema.isBlobSchema()) input[name] = Uint8Array.from(request.body);
      else if (schema.isStringSchema()) input[name] = decode(request.body);
      else if (request.body.length > 0) input[name] = this.readBody(schema, request.body, model);
    } else if (bindings.body !== undefined && request.body.length > 0) {
      Object.assign(input, this.readBody(bindings.body, request.body, model));
    }
    return input;
  }

  writeOutput(output: unknown, operation: OperationModel, model: ServiceModel, requestId: string): HttpResponse {
    const bindings = bindingsOf(operation.output);
    const value = asRecord(output);
    const { headers, status } = writeOutside(bindings, value);
    const [body, contentType] = this.#body(bindings, value, model);
    return {
      status: status ?? operation.http?.[2] ?? 200,
      headers: {
        ...(body.length > 0 ? { 'content-type': contentType } : {}),
        [this.requestIdHeader(model)]: requestId,
        ...headers,
      },
      body,
    };
  }

  #body(
    { body, payload }: ReturnType<typeof bindingsOf>,
    output: Readonly<Record<string, unknown>>,
    model: ServiceModel,
  ): readonly [Uint8Array, contentType: string] {
    if (payload !== undefined) {
      const [name, schema] = payload;
      const value = output[name];
      if (value === undefined || value === null) return [new Uint8Array(), this.contentType];
      if (schema.isBlobSchema() || schema.isStringSchema()) {
        if (typeof value === 'string' || value instanceof Uint8Array) {
          return [encode(value), 'application/octet-stream'];
        }
        throw new Error(`the member ${name} of an output is a Uint8Array or a string in the simulator`);
      }
      return [this.#serialize(schema, value, model), this.contentType];
    }
    return [body === undefined ? new Uint8Array() : this.#serialize(body, output, model), this.contentType];
  }

  #serialize(schema: NormalizedSchema, value: unknown, model: ServiceModel): Uint8Array {
    const serializer = this.codec(model).createSerializer();
    serializer.write(schema, value);
    return encode(serializer.flush());
  }
}

export class RestJsonProtocol extends RestProtocol {
  readonly kind = 'rest-json';
  protected readonly contentType = 'application/json';
  readonly #codec = new JsonCodec({
    timestampFormat: { useTrait: true, default: 7 },
    httpBindings: true,
    jsonName: true,
  });

  protected codec(): JsonCodec {
    return this.#codec;
  }

  protected readBody(schema: NormalizedSchema, body: Uint8Array): unknown {
    return readJson(this.#codec, schema, body);
  }

  protected requestIdHeader(): string {
    return 'x-amzn-requestid';
  }

  writeError(error: WireError, _model: ServiceModel, requestId: string): HttpResponse {
    return {
      status: error.status,
      headers: {
        'content-type': this.contentType,
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': error.name,
      },
      body: encode(JSON.stringify(jsonMembers(error))),
    };
  }
}

export class RestXmlProtocol extends RestProtocol {
  readonly kind = 'rest-xml';
  protected readonly contentType = 'application/xml';

  protected codec(model: ServiceModel, xmlNamespace = model.xmlNamespace): XmlCodec {
    return new XmlCodec({
      timestampFormat: { useTrait: true, default: 5 },
      httpBindings: true,
      xmlNamespace,
      serviceNamespace: model.signingName,
    });
  }

  protected readBody(schema: NormalizedSchema, body: Uint8Array, model: ServiceModel): unknown {
    const text = decode(body);
    const root = /^(?:\uFEFF)?(?:\s|<\?[^>]*\?>|<!--.*?-->)*<(?:[\w.-]+:)?([\w.-]+)/s.exec(text)?.[1];
    const wanted = schema.getMergedTraits().xmlName ?? schema.getName();
    if (root === undefined || root !== wanted)
      throw new UnreadableInputError(`the document's element is <${root ?? ''}>, not <${wanted}>`);
    const value = this.codec(model).createDeserializer().read(schema, text) as unknown;
    requireTypes(schema, value, 'read');
    return value;
  }

  protected requestIdHeader(model: ServiceModel): string {
    return model.signingName === 's3' ? 'x-amz-request-id' : 'x-amzn-requestid';
  }

  /**
   * S3 answers with a bare `<Error>` in no namespace, every other service with an `<ErrorResponse>` around it. The aws
   * command does not find the code of an S3 error in a namespace.
   */
  writeError(error: WireError, model: ServiceModel, requestId: string): HttpResponse {
    const value = errorValue(error, error.name, requestId);
    const isS3 = model.signingName === 's3';
    const serializer = this.codec(model, isS3 ? '' : undefined).createSerializer();
    if (isS3) serializer.write(errorElement(error), value['Error']);
    else serializer.write(errorEnvelope(error), value);
    return {
      status: error.status,
      headers: { 'content-type': this.contentType, [this.requestIdHeader(model)]: requestId, ...error.headers },
      body: encode(serializer.flush()),
    };
  }
}
