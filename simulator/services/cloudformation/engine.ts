import type { Caller } from '../../service';
import type { Region } from '../../world';
import { dependenciesOf, reversed, runInOrder } from './dependencies';
import type { Exports } from './exports';
import { resolveOutputs } from './outputs';
import { createOne, type DeletionReason, deleteOne, failureReason, type StackOperation } from './resource-steps';
import type { Providers } from './resource-work';
import type { OnFailure, Stack, StackDefinition } from './stack';
import { isParameterName, scopeOf } from './stack-scope';
import { updateStack } from './update-stack';

/** Brings stacks about: resources in the order of their dependencies, independent ones side by side in virtual time. */
export class StackEngine {
  readonly #region: Region;
  readonly #providers: Providers;
  readonly #exports: Exports;

  constructor(region: Region, providers: Providers, exports: Exports) {
    this.#region = region;
    this.#providers = providers;
    this.#exports = exports;
  }

  /** Everything about an operation that can be known before it starts. @throws AwsError ValidationError */
  prepare(stack: Stack, definition: StackDefinition, caller: Caller): StackOperation {
    const imported = new Set<string>();
    const scope = scopeOf(this.#region, stack, definition, (name) => {
      imported.add(name);
      return this.#exports.importBy(stack, name);
    });
    const active = new Map(
      Object.entries(definition.template.resources).filter(
        ([, { condition }]) => condition === undefined || scope.condition(condition),
      ),
    );
    return {
      region: this.#region,
      providers: this.#providers,
      stack,
      caller,
      tags: definition.tags,
      scope,
      definition,
      exports: this.#exports,
      imported,
      active,
      dependencies: dependenciesOf(
        active,
        (name) => scope.condition(name),
        (name) => isParameterName(definition, name),
      ),
    };
  }

  /** @param onFailure what becomes of the stack if a resource cannot be created */
  async create(stack: Stack, operation: StackOperation, onFailure: OnFailure): Promise<void> {
    stack.setStatus('CREATE_IN_PROGRESS', 'User Initiated');
    stack.deployed = operation.definition;
    const failed = await createAll(operation);
    if (stack.isCancelled) return;
    const reason = failed.length === 0 ? resolveOutputs(operation) : failureReason('create', failed);
    if (reason === undefined) return stack.setStatus('CREATE_COMPLETE');
    if (onFailure === 'DO_NOTHING') return stack.setStatus('CREATE_FAILED', reason);
    if (onFailure === 'DELETE') return this.delete(stack, operation.caller, { reason });

    stack.setStatus('ROLLBACK_IN_PROGRESS', `${reason} Rollback requested by user.`);
    const stuck = await deleteAll(operation, 'rollback of creation');
    if (stack.isCancelled) return;
    if (stuck.length > 0) stack.setStatus('ROLLBACK_FAILED', failureReason('delete', stuck));
    else stack.setStatus('ROLLBACK_COMPLETE', reason);
  }

  async update(stack: Stack, operation: StackOperation, disableRollback: boolean): Promise<void> {
    const previous = stack.deployed === undefined ? undefined : this.prepare(stack, stack.deployed, operation.caller);
    await updateStack(stack, operation, previous, disableRollback);
  }

  /** @param options.after an operation that must end first */
  async delete(
    stack: Stack,
    caller: Caller,
    options: { readonly reason?: string; readonly after?: Promise<void> } = {},
  ): Promise<void> {
    stack.setStatus('DELETE_IN_PROGRESS', options.reason ?? 'User Initiated');
    await options.after;
    const inUse = this.#exports.importedFrom(stack);
    if (inUse !== undefined) return stack.setStatus('DELETE_FAILED', inUse);
    const definition = stack.deployed;
    if (definition !== undefined) {
      const stuck = await deleteAll(this.prepare(stack, definition, caller), 'deletion');
      if (stuck.length > 0) return stack.setStatus('DELETE_FAILED', failureReason('delete', stuck));
    }
    this.#exports.remove(stack);
    stack.deletedAtMs = this.#region.world.scheduler.now();
    stack.setStatus('DELETE_COMPLETE');
  }
}

/** Creates every active resource that the stack does not have; gives the logical ids of those that failed. */
async function createAll(operation: StackOperation): Promise<readonly string[]> {
  const { stack, active, dependencies } = operation;
  const failed: string[] = [];
  await runInOrder(dependencies, async (logicalId) => {
    const definition = active.get(logicalId);
    if (definition === undefined || failed.length > 0 || stack.isCancelled) return false;
    return createOne(operation, logicalId, definition, failed);
  });
  return failed;
}

/** Deletes what the stack has, dependants first; gives the logical ids of what could not be deleted. */
async function deleteAll(operation: StackOperation, why: DeletionReason): Promise<readonly string[]> {
  const { stack, dependencies } = operation;
  const failed: string[] = [];
  const present = new Map(
    [...stack.resources.keys()].map((logicalId) => [logicalId, dependencies.get(logicalId) ?? new Set<string>()]),
  );
  await runInOrder(reversed(present), (logicalId) => {
    const resource = stack.resources.get(logicalId);
    return resource === undefined ? Promise.resolve(true) : deleteOne(operation, resource, why, failed);
  });
  return failed;
}
