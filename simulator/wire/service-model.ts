import { NormalizedSchema, type TypeRegistry } from '@smithy/core/schema';
import * as z from 'zod';

export type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

/** A schema as the client's module exports it. */
export type RawSchema = Exclude<SchemaRef, NormalizedSchema | (() => unknown)>;

export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** For the REST protocols: method, path template with query, status of success. */
  readonly http: readonly [method: string, path: string, status: number] | undefined;
}

/**
 * What the SDK's runtime schemas say about one service. The schemas and the client's settings are not part of the SDK's
 * documented interface, so the versions are pinned and a conformance test talks to every protocol.
 */
export class ServiceModel {
  readonly signingName: string;
  /** The protocol that the client speaks unless told otherwise: `aws.protocols#awsQuery`. */
  readonly protocol: string;
  readonly xmlNamespace: string;
  /** Whether errors carry the code that the service used when it spoke the query protocol. */
  readonly queryCompatible: boolean;
  readonly operations: ReadonlyMap<string, OperationModel>;
  readonly #namespace: string;
  readonly #registries: readonly TypeRegistry[];

  private constructor(signingName: string, client: ClientInstance, operations: ReadonlyMap<string, OperationModel>) {
    const { protocol, protocolSettings } = client.config;
    this.signingName = signingName;
    this.protocol = protocol.getShapeId();
    this.xmlNamespace = protocolSettings.xmlNamespace ?? '';
    this.queryCompatible = protocolSettings.awsQueryCompatible === true;
    this.operations = operations;
    this.#namespace = protocolSettings.defaultNamespace;
    this.#registries = protocolSettings.errorTypeRegistries;
  }

  static fromClient(signingName: string, clientModule: unknown, className: string): ServiceModel {
    const exported = ClientModule.parse(clientModule);
    // The settings do not depend on the region; the client never sends anything.
    const Client = exported[className] as new (config: object) => ClientInstance;
    const operations = Object.values(exported).filter(isOperationSchema).map(readOperation);
    return new ServiceModel(
      signingName,
      new Client({ region: 'us-east-1' }),
      new Map(operations.map((operation) => [operation.name, operation])),
    );
  }

  /** The error shape of that name, or of that code on the wire. */
  errorShape(code: string): NormalizedSchema | undefined {
    const named = this.#findError((schema) => schema.getName(true) === `${this.#namespace}#${code}`);
    return named ?? this.#findError((schema) => queryErrorOf(schema)?.[0] === code);
  }

  #findError(isWanted: (schema: NormalizedSchema) => boolean): NormalizedSchema | undefined {
    for (const registry of this.#registries) {
      const found = registry.find((schema) => isWanted(NormalizedSchema.of(schema)));
      if (found !== undefined) return NormalizedSchema.of(found);
    }
    return undefined;
  }
}

/** The `awsQueryError` trait: the code on the wire and the HTTP status. */
export function queryErrorOf(schema: NormalizedSchema): readonly [code: string, status: number] | undefined {
  const trait = schema.getMergedTraits()['awsQueryError'];
  return trait === undefined ? undefined : QueryError.parse(trait);
}

/** The raw schema of a structure: kind, namespace, name, traits, member names, member schemas. */
export type StructureSchema = readonly [3 | 4 | -3, string, string, unknown, string[], SchemaRef[], number?];

export function structureOf(schema: NormalizedSchema): StructureSchema {
  if (!schema.isStructSchema()) throw new Error(`${schema.getName(true) ?? 'schema'} is not a structure`);
  return schema.getSchema() as StructureSchema;
}

/** Names of the members that the service insists on. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  if (!schema.isStructSchema()) return [];
  const [, , , , names, , required = 0] = structureOf(schema);
  return names.slice(0, required);
}

/** The members of a structure as the model has them, with their traits. */
export function rawMembers(schema: NormalizedSchema | undefined): Readonly<Record<string, SchemaRef>> {
  if (schema === undefined || schema.isUnitSchema()) return {};
  const [, , , , names, schemas] = structureOf(schema);
  return Object.fromEntries(names.map((name, index) => [name, schemas[index] ?? 0]));
}

/**
 * A structure with the given members, for envelopes that the models leave to the protocol. The members are raw schemas:
 * a normalized one would bring its own name along.
 */
export function structure(name: string, members: Readonly<Record<string, SchemaRef>>): RawSchema {
  const raw = [3, 'simulator.wire', name, 0, Object.keys(members), Object.values(members)];
  return raw as unknown as RawSchema;
}

const ClientModule = z.record(z.string(), z.unknown());
const QueryError = z.tuple([z.string(), z.number()]).readonly();

interface ClientInstance {
  readonly config: {
    readonly protocol: { getShapeId(): string };
    readonly protocolSettings: {
      readonly defaultNamespace: string;
      readonly xmlNamespace?: string;
      readonly awsQueryCompatible?: boolean;
      readonly errorTypeRegistries: readonly TypeRegistry[];
    };
  };
}

type OperationSchema = readonly [9, string, string, SchemaRef, SchemaRef, SchemaRef];

function isOperationSchema(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === 9 && value.length === 6;
}

function readOperation([, , name, traits, input, output]: OperationSchema): OperationModel {
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    http: HttpTrait.parse(traits)?.http,
  };
}

const HttpTrait = z
  .union([z.number(), z.object({ http: z.tuple([z.string(), z.string(), z.number()]).readonly().optional() })])
  .transform((traits) => (typeof traits === 'number' ? undefined : traits));
