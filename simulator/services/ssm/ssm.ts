import type * as client from '@aws-sdk/client-ssm';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { operationsOf } from './operations';
import type { Parameter } from './parameter';

declare module '../../world' {
  interface RegionalServices {
    readonly ssm: Ssm;
  }
}

/** Standard parameters hold at most 4 KB (Systems Manager User Guide, Parameter Store quotas). */
const MAXIMUM_VALUE_BYTES = 4096;

/** The Parameter Store of one region. */
export class Ssm {
  readonly service: Service<typeof client>;
  readonly #region: Region;
  readonly #parameters = new Map<string, Parameter>();

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'ssm', operations: operationsOf(region) };
  }

  /** The current value: what CloudFormation reads for a parameter of an SSM type. */
  value(name: string): string | undefined {
    return this.#parameters.get(name)?.value;
  }

  /** The parameter of that name or ARN. */
  find(nameOrArn: string): Parameter | undefined {
    return this.#parameters.get(this.nameOf(nameOrArn));
  }

  all(): readonly Parameter[] {
    return [...this.#parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  put(parameter: {
    readonly name: string;
    readonly value: string;
    readonly type?: Parameter['type'];
    readonly description?: string;
    readonly overwrite?: boolean;
    readonly tags?: Readonly<Record<string, string>>;
    /** @default now */
    readonly writtenAtMs?: number;
  }): Parameter {
    const existing = this.#parameters.get(parameter.name);
    check(parameter, existing);
    const stored: Parameter = {
      name: parameter.name,
      value: parameter.value,
      // An overwrite without a type keeps the type that there is (SSM API model, PutParameter).
      type: parameter.type ?? existing?.type ?? 'String',
      version: (existing?.version ?? 0) + 1,
      description: parameter.description ?? existing?.description,
      modifiedAt: new Date(parameter.writtenAtMs ?? this.#region.world.scheduler.now()),
      tags: parameter.tags ?? existing?.tags ?? {},
    };
    this.#parameters.set(parameter.name, stored);
    return stored;
  }

  setTags(name: string, tags: Readonly<Record<string, string>>): void {
    const existing = this.#parameters.get(name);
    if (existing !== undefined) this.#parameters.set(name, { ...existing, tags });
  }

  /** Whether there was such a parameter. */
  remove(name: string): boolean {
    return this.#parameters.delete(name);
  }

  nameOf(nameOrArn: string): string {
    const prefix = this.arn('');
    return nameOrArn.startsWith(prefix) ? this.#withSlash(nameOrArn.slice(prefix.length)) : nameOrArn;
  }

  /** `/a/b` is `…:parameter/a/b`, and so would `a/b` be: names without a slash in front have no further slashes. */
  arn(name: string): string {
    const path = name.startsWith('/') ? name.slice(1) : name;
    return `arn:aws:ssm:${this.#region.name}:${this.#region.world.accountId}:parameter/${path}`;
  }

  #withSlash(path: string): string {
    return path.includes('/') ? `/${path}` : path;
  }
}

function check(
  parameter: { readonly name: string; readonly value: string; readonly type?: string; readonly overwrite?: boolean },
  existing: Parameter | undefined,
): void {
  if (existing !== undefined && parameter.overwrite !== true) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  if (existing === undefined && parameter.type === undefined) {
    throw new AwsError('ValidationException', 'A parameter type is required when you create a parameter.');
  }
  if (existing !== undefined && parameter.type !== undefined && parameter.type !== existing.type) {
    throw new AwsError(
      'HierarchyTypeMismatchException',
      `The parameter ${parameter.name} is of type ${existing.type}.`,
    );
  }
  if (!/^[\w.\-/]+$/.test(parameter.name) || (parameter.name.includes('/') && !parameter.name.startsWith('/'))) {
    throw new AwsError(
      'ValidationException',
      'Parameter name must be a fully qualified name: only a-zA-Z0-9_.- and slashes, with a slash in front if there is any.',
    );
  }
  if (/^\/?(aws|ssm)/i.test(parameter.name)) {
    throw new AwsError(
      'ValidationException',
      'Parameter name: can\'t be prefixed with "ssm" or "aws" (case-insensitive).',
    );
  }
  if (parameter.value === '') {
    throw new AwsError(
      'ValidationException',
      "Value '' at 'value' failed to satisfy constraint: length of at least 1.",
    );
  }
  if (Buffer.byteLength(parameter.value) > MAXIMUM_VALUE_BYTES) {
    throw new AwsError(
      'ValidationException',
      'Standard tier parameters support a maximum parameter value of 4096 characters.',
    );
  }
}
