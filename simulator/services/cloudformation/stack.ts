import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../service';
import type { Region } from '../../world';
import type { ParameterValues } from './parameters';
import type { StackPolicy } from './stack-policy';
import type { ResourceDefinition, Template } from './template';

/** One stack and everything that it owns. Only the engine changes it. */
export class Stack {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly events: StackEvent[] = [];
  readonly resources = new Map<string, StackResource>();
  status: StackStatus;
  statusReason: string | undefined;
  /** What is deployed now; undefined until a template has been. */
  deployed: StackDefinition | undefined;
  outputs: readonly StackOutput[] = [];
  /** The role that CloudFormation works with from the first operation that gave one on. */
  roleArn: string | undefined;
  terminationProtection = false;
  policy: StackPolicy | undefined;
  disableRollback = false;
  updatedAtMs: number | undefined;
  deletedAtMs: number | undefined;
  changeSetId: string | undefined;
  /** Of the request that began the latest operation: every event of the operation has it (API, StackEvent). */
  requestToken: string | undefined;
  /** Set by a DeleteStack during a creation: nothing more is begun. */
  isCancelled = false;
  /** While an update could not be undone: tries again, without the resources that are to be left as they are. */
  continueRollback: ((skipped: readonly string[]) => Promise<void>) | undefined;
  /** The operation in progress, if there is one. */
  operation: Promise<void> | undefined;
  readonly #region: Region;

  constructor(region: Region, name: string, status: StackStatus) {
    const { accountId, random, scheduler } = region.world;
    this.#region = region;
    this.name = name;
    this.id = `arn:aws:cloudformation:${region.name}:${accountId}:stack/${name}/${random.uuid(`cloudformation/${region.name}/stack`)}`;
    this.createdAtMs = scheduler.now();
    this.status = status;
    this.#record(name, this.id, 'AWS::CloudFormation::Stack', status, 'User Initiated');
  }

  /** @throws AwsError ValidationError where a person must take its protection off first */
  requireDeletable(): void {
    if (!this.terminationProtection) return;
    throw new AwsError(
      'ValidationError',
      `Stack [${this.name}] cannot be deleted while TerminationProtection is enabled`,
    );
  }

  setStatus(status: StackStatus, reason?: string): void {
    this.status = status;
    this.statusReason = reason;
    this.#record(this.name, this.id, 'AWS::CloudFormation::Stack', status, reason);
    this.#region.world.trace.record({
      kind: 'resource',
      region: this.#region.name,
      type: 'AWS::CloudFormation::Stack',
      id: this.name,
      status,
      ...(reason === undefined ? {} : { detail: reason }),
    });
  }

  setResourceStatus(resource: StackResource, status: ResourceStatus, reason?: string): void {
    resource.status = status;
    resource.statusReason = reason;
    resource.changedAtMs = this.#region.world.scheduler.now();
    this.#record(resource.logicalId, resource.physicalId ?? '', resource.definition.type, status, reason);
  }

  #record(logicalId: string, physicalId: string, type: string, status: ResourceStatus | StackStatus, reason?: string) {
    const { random, scheduler } = this.#region.world;
    this.events.push({
      id: random.uuid(`cloudformation/${this.#region.name}/event`),
      atMs: scheduler.now(),
      logicalId,
      physicalId,
      type,
      status,
      reason,
      token: this.requestToken,
    });
  }
}

/** What a stack is, or is to become. */
export type StackDefinition = {
  readonly template: Template;
  readonly templateText: string;
  readonly parameters: ParameterValues;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
};

export type StackResource = {
  readonly logicalId: string;
  definition: ResourceDefinition;
  physicalId: string | undefined;
  attributes: Readonly<Record<string, unknown>>;
  /** Intrinsic functions resolved, dynamic references not: what an update compares. */
  declared: Readonly<Record<string, unknown>>;
  /** Everything resolved: what the provider was given. */
  properties: Readonly<Record<string, unknown>>;
  status: ResourceStatus;
  statusReason: string | undefined;
  changedAtMs: number;
};

export type StackOutput = {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
};

export type StackEvent = {
  readonly id: string;
  readonly atMs: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: ResourceStatus | StackStatus;
  readonly reason: string | undefined;
  readonly token: string | undefined;
};

/** What happens to a stack whose creation or update fails. */
export type OnFailure = 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';
