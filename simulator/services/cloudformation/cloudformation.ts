import type * as client from '@aws-sdk/client-cloudformation';
import { AwsError, type Caller, type Service } from '../../service';
import type { Region } from '../../world';
import { changeSetOperations } from './change-set-operations';
import { checkRules, type DefinitionRequest, isNoChange, readDefinition } from './definition';
import { StackEngine } from './engine';
import { Exports } from './exports';
import type { GivenParameter } from './parameters';
import type { StackOperation } from './resource-steps';
import type { Providers } from './resource-work';
import { type OnFailure, Stack, type StackDefinition } from './stack';
import { stackOperations } from './stack-operations';
import { Stacks } from './stacks';

declare module '../../world' {
  interface RegionalServices {
    readonly cloudFormation: CloudFormation;
  }
}

/** aws-cdk's deploy-stack: what is in one of these is deleted before it is deployed. */
const FAILED_CREATION: readonly string[] = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'];

/** CloudFormation in one region. */
export class CloudFormation {
  readonly service: Service<typeof client>;
  readonly stacks = new Stacks();
  readonly engine: StackEngine;
  readonly #region: Region;
  readonly #providers: Providers;

  /** @param providers the resource types there are */
  constructor(region: Region, providers: Providers) {
    this.#region = region;
    this.#providers = providers;
    this.engine = new StackEngine(region, providers, new Exports());
    this.service = {
      signingName: 'cloudformation',
      operations: { ...stackOperations(region, this.stacks), ...changeSetOperations(region, this.stacks) },
    };
  }

  /** Creates or updates a stack and waits for the outcome, as `cdk deploy` does. Lets virtual time pass. */
  async deployStack(request: {
    readonly stackName: string;
    readonly template: Readonly<Record<string, unknown>>;
    readonly parameters?: Readonly<Record<string, string>>;
    readonly tags?: Readonly<Record<string, string>>;
    readonly caller: Caller;
    readonly roleArn?: string;
    readonly terminationProtection?: boolean;
    /** False: what was made before a failure stays, and the next deployment goes on (`--no-rollback`). @default true */
    readonly rollback?: boolean;
  }): Promise<{ readonly outputs: Readonly<Record<string, string>> }> {
    await this.#removeFailedCreation(request.stackName, request.caller);
    const existing = this.stacks.find(request.stackName);
    const given: readonly GivenParameter[] = Object.entries(request.parameters ?? {}).map(([key, value]) => ({
      key,
      value,
    }));
    const definition = await this.define(
      {
        templateText: JSON.stringify(request.template),
        parameters: given,
        tags: request.tags ?? {},
        capabilities: ['CAPABILITY_NAMED_IAM'],
      },
      existing,
      this.workerFor(request.roleArn, request.caller),
    );
    const stack = existing ?? new Stack(this.#region, request.stackName, 'REVIEW_IN_PROGRESS');
    const operation = this.prepare(stack, definition, request.roleArn, request.caller);
    stack.terminationProtection = request.terminationProtection ?? stack.terminationProtection;
    const rollback = request.rollback ?? true;
    const outputs = () => ({ outputs: Object.fromEntries(stack.outputs.map(({ key, value }) => [key, value])) });
    if (existing === undefined) await this.beginCreate(stack, operation, rollback ? 'ROLLBACK' : 'DO_NOTHING');
    // Also after an update that was rolled back.
    else if (isNoChange(stack, operation)) return outputs();
    else await this.beginUpdate(stack, operation, !rollback);
    if (stack.status !== 'CREATE_COMPLETE' && stack.status !== 'UPDATE_COMPLETE') throw new StackDeploymentError(stack);
    return outputs();
  }

  /** What was never there as a whole is made anew. */
  async #removeFailedCreation(stackName: string, caller: Caller): Promise<void> {
    const stack = this.stacks.find(stackName);
    if (stack === undefined || !FAILED_CREATION.includes(stack.status)) return;
    stack.requireDeletable();
    await this.beginDelete(stack, stack.roleArn === undefined ? caller : this.workerFor(stack.roleArn, caller));
    if (stack.status !== 'DELETE_COMPLETE') throw new StackDeploymentError(stack);
  }

  define(request: DefinitionRequest, stack: Stack | undefined, caller: Caller): Promise<StackDefinition> {
    return readDefinition(this.#region, this.#providers, request, stack?.deployed, caller);
  }

  /** What an operation on the stack would do, checked as far as it can be beforehand. */
  prepare(stack: Stack, definition: StackDefinition, roleArn: string | undefined, caller: Caller): StackOperation {
    const operation = this.engine.prepare(stack, definition, this.workerFor(roleArn ?? stack.roleArn, caller));
    checkRules(operation);
    return operation;
  }

  /** With whose permissions CloudFormation works: the service role's, or else those of the caller. */
  workerFor(roleArn: string | undefined, caller: Caller): Caller {
    if (roleArn === undefined) return caller;
    try {
      return this.#region.world.iam.assumeAsService(roleArn, 'cloudformation.amazonaws.com', {
        sessionName: 'AWSCloudFormation',
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError('ValidationError', `Role ${roleArn} is invalid or cannot be assumed`);
    }
  }

  beginCreate(stack: Stack, operation: StackOperation, onFailure: OnFailure): Promise<void> {
    if (!this.stacks.live.includes(stack)) this.stacks.add(stack);
    return this.#begin(stack, operation.caller, () => this.engine.create(stack, operation, onFailure));
  }

  beginUpdate(stack: Stack, operation: StackOperation, disableRollback: boolean): Promise<void> {
    return this.#begin(stack, operation.caller, () => this.engine.update(stack, operation, disableRollback));
  }

  /** A creation in progress stops first: nothing more is begun, and what was begun is awaited. */
  beginDelete(stack: Stack, caller: Caller): Promise<void> {
    const creation = stack.operation;
    stack.isCancelled = creation !== undefined;
    return this.#begin(stack, caller, () => this.engine.delete(stack, caller, { after: creation }));
  }

  beginRollback(stack: Stack, caller: Caller, run: () => Promise<void>): Promise<void> {
    return this.#begin(stack, caller, run);
  }

  #begin(stack: Stack, caller: Caller, run: () => Promise<void>): Promise<void> {
    if (caller.kind === 'role') stack.roleArn = caller.roleArn;
    const operation = run().finally(() => {
      if (stack.operation === operation) stack.operation = undefined;
    });
    stack.operation = operation;
    this.#region.world.scheduler.spawn(() => operation);
    return operation;
  }
}

/** A stack did not come about: names the stack, its status and every resource that failed, with its reason. */
export class StackDeploymentError extends Error {
  override readonly name = 'StackDeploymentError';

  constructor(stack: Stack) {
    const failures = stack.events
      .filter(({ status, reason }) => status.endsWith('_FAILED') && reason !== undefined)
      .map(({ logicalId, type, reason }) => `${logicalId} (${type}): ${reason ?? ''}`);
    super([`Stack ${stack.name} is ${stack.status}: ${stack.statusReason ?? ''}`, ...failures].join('\n  '));
  }
}
