import { isDeepStrictEqual } from 'node:util';
import { type Dependencies, reversed, runInOrder } from './dependencies';
import { resolveOutputs } from './outputs';
import { ResourceFailure } from './resource-failure';
import { createOne, deleteOne, failureReason, type StackOperation } from './resource-steps';
import {
  checkName,
  declare,
  deleteResource,
  isUpdatable,
  needsReplacement,
  providerOf,
  updateResource,
  type WorkContext,
} from './resource-work';
import type { Stack, StackResource } from './stack';
import { checkStackPolicy } from './stack-policy';
import type { ResourceDefinition } from './template';

/** One step of an update, as it must be undone. */
type Step =
  | { readonly kind: 'created'; readonly resource: StackResource }
  | { readonly kind: 'updated'; readonly resource: StackResource; readonly before: StackResource }
  | { readonly kind: 'replaced'; readonly resource: StackResource; readonly before: StackResource };

/**
 * Turns a stack into what `operation` says: creates and updates in order, then removes what is left over; on a failure
 * undoes its steps, latest first.
 *
 * @param previous the stack as it was, for undoing; undefined when it had nothing
 */
export async function updateStack(
  stack: Stack,
  operation: StackOperation,
  previous: StackOperation | undefined,
  disableRollback: boolean,
): Promise<void> {
  stack.setStatus('UPDATE_IN_PROGRESS', 'User Initiated');
  const steps: Step[] = [];
  const failed = await applyAll(operation, steps);
  const reason = failed.length === 0 ? resolveOutputs(operation) : failureReason('update', failed);
  if (reason === undefined) {
    stack.deployed = operation.definition;
    operation.exports.keepImports(stack, operation.imported);
    stack.updatedAtMs = operation.region.world.scheduler.now();
    stack.setStatus('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    await cleanUp(operation, steps, previous?.dependencies ?? new Map());
    return stack.setStatus('UPDATE_COMPLETE');
  }
  if (disableRollback || previous === undefined) {
    stack.deployed = operation.definition;
    return stack.setStatus('UPDATE_FAILED', reason);
  }
  await rollBack(previous, steps, reason);
}

/** Undoes the steps; what is stuck is tried again when the rollback is continued. */
async function rollBack(previous: StackOperation, steps: readonly Step[], reason: string): Promise<void> {
  const { stack } = previous;
  stack.setStatus('UPDATE_ROLLBACK_IN_PROGRESS', reason);
  stack.continueRollback = undefined;
  const stuck = await undo(previous, steps);
  if (stuck.length > 0) {
    stack.continueRollback = (skipped) => {
      for (const resource of stack.resources.values()) {
        if (skipped.includes(resource.logicalId)) stack.setResourceStatus(resource, 'UPDATE_COMPLETE');
      }
      const left = steps.filter(
        ({ resource: { logicalId } }) => stuck.includes(logicalId) && !skipped.includes(logicalId),
      );
      return rollBack(previous, left, 'User Initiated');
    };
    return stack.setStatus('UPDATE_ROLLBACK_FAILED', failureReason('update', stuck));
  }
  stack.setStatus('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  resolveOutputs(previous);
  stack.setStatus('UPDATE_ROLLBACK_COMPLETE', reason);
}

/** Whether an update would have to touch the resource, as far as can be told before it runs. */
export function isChanged(context: WorkContext, resource: StackResource, definition: ResourceDefinition): boolean {
  if (!isDeepStrictEqual(resource.definition, definition) || takesNewTags(context, resource)) return true;
  try {
    return !isDeepStrictEqual(declare(context, definition), resource.declared);
  } catch (error) {
    // It refers to something that the update is to create.
    if (error instanceof ResourceFailure) return true;
    throw error;
  }
}

/** Whether the stack's tags change and the resource can be told: other tags do not replace a resource. */
function takesNewTags({ stack, tags, providers }: WorkContext, resource: StackResource): boolean {
  return (
    !isDeepStrictEqual(stack.deployed?.tags ?? {}, tags) && isUpdatable(providerOf(providers, resource.definition.type))
  );
}

/** Whether the stack has the resource now. */
export function exists(resource: StackResource | undefined): resource is StackResource {
  return (
    resource?.physicalId !== undefined && resource.status !== 'DELETE_COMPLETE' && resource.status !== 'DELETE_SKIPPED'
  );
}

async function applyAll(operation: StackOperation, steps: Step[]): Promise<readonly string[]> {
  const { stack, active, dependencies } = operation;
  const failed = refusedRemovals(operation);
  await runInOrder(dependencies, async (logicalId) => {
    const definition = active.get(logicalId);
    if (definition === undefined || failed.length > 0) return false;
    const resource = stack.resources.get(logicalId);
    if (exists(resource)) return changeOne(operation, resource, definition, steps, failed);
    const isCreated = await createOne(operation, logicalId, definition, failed);
    keepStep(stack, logicalId, steps);
    return isCreated;
  });
  return failed;
}

/** What the stack's policy keeps, though the template has it no more: the update ends before it begins. */
function refusedRemovals({ stack, active }: StackOperation): string[] {
  return [...stack.resources.values()].flatMap((resource) => {
    const { logicalId, definition } = resource;
    if (active.has(logicalId) || !exists(resource)) return [];
    try {
      checkStackPolicy(stack.policy, 'Update:Delete', { logicalId, type: definition.type });
      return [];
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      stack.setResourceStatus(resource, 'UPDATE_FAILED', error.message);
      return [logicalId];
    }
  });
}

/** Remembers a creation, also a cancelled one, as long as something exists that can be taken away again. */
function keepStep(stack: Stack, logicalId: string, steps: Step[], before?: StackResource): void {
  const resource = stack.resources.get(logicalId);
  if (resource === undefined) return;
  if (before !== undefined) steps.push({ kind: 'replaced', resource, before });
  else steps.push({ kind: 'created', resource });
}

async function changeOne(
  operation: StackOperation,
  resource: StackResource,
  definition: ResourceDefinition,
  steps: Step[],
  failed: string[],
): Promise<boolean> {
  const { stack } = operation;
  const { logicalId } = resource;
  const before = { ...resource };
  try {
    const declared = declare(operation, definition);
    if (definition.type === resource.definition.type) {
      if (isDeepStrictEqual(declared, resource.declared) && !takesNewTags(operation, resource)) {
        resource.definition = definition;
        return true;
      }
      const isReplaced = needsReplacement(operation, resource, declared);
      checkStackPolicy(stack.policy, isReplaced ? 'Update:Replace' : 'Update:Modify', {
        logicalId,
        type: definition.type,
      });
      if (isReplaced) checkName(operation, resource, declared);
      stack.setResourceStatus(resource, 'UPDATE_IN_PROGRESS');
      if ((await updateResource(operation, resource, declared)) === 'updated') {
        resource.definition = definition;
        const kind = resource.physicalId === before.physicalId ? 'updated' : 'replaced';
        steps.push({ kind, resource, before });
        stack.setResourceStatus(resource, 'UPDATE_COMPLETE');
        return true;
      }
    }
    stack.setResourceStatus(
      resource,
      'UPDATE_IN_PROGRESS',
      'Requested update requires the creation of a new physical resource; hence creating one.',
    );
    const isCreated = await createOne(operation, logicalId, definition, failed);
    keepStep(stack, logicalId, steps, before);
    return isCreated;
  } catch (error) {
    if (!(error instanceof ResourceFailure)) throw error;
    stack.setResourceStatus(resource, 'UPDATE_FAILED', error.message);
    // It may have been changed before its handler failed.
    if (resource.declared !== before.declared) steps.push({ kind: 'updated', resource, before });
    failed.push(logicalId);
    return false;
  }
}

/** Removes what was replaced and what the template no longer has. What cannot be removed is left behind, as in AWS. */
async function cleanUp(operation: StackOperation, steps: readonly Step[], before: Dependencies): Promise<void> {
  const { stack, active } = operation;
  for (const step of steps) {
    if (step.kind === 'replaced') await discard(operation, step.before, step.before.definition.updateReplacePolicy);
  }
  const removed = new Map(
    [...stack.resources.keys()]
      .filter((logicalId) => !active.has(logicalId))
      .map((logicalId) => [logicalId, before.get(logicalId) ?? new Set<string>()] as const),
  );
  await runInOrder(reversed(removed), async (logicalId) => {
    const resource = stack.resources.get(logicalId);
    if (exists(resource)) await deleteOne(operation, resource, 'deletion', []);
    stack.resources.delete(logicalId);
    return true;
  });
}

async function undo(previous: StackOperation, steps: readonly Step[]): Promise<readonly string[]> {
  const { stack } = previous;
  const stuck: string[] = [];
  for (const step of [...steps].reverse()) {
    const { resource } = step;
    try {
      switch (step.kind) {
        case 'created':
          if (await deleteOne(previous, resource, 'rollback of creation', stuck)) {
            stack.resources.delete(resource.logicalId);
          }
          break;
        case 'updated':
          stack.setResourceStatus(resource, 'UPDATE_IN_PROGRESS');
          resource.definition = step.before.definition;
          await updateResource(previous, resource, step.before.declared);
          stack.setResourceStatus(resource, 'UPDATE_COMPLETE');
          break;
        case 'replaced': {
          const replacement = { ...resource };
          const restored = { ...step.before };
          stack.resources.set(resource.logicalId, restored);
          stack.setResourceStatus(restored, 'UPDATE_COMPLETE');
          await discard(previous, replacement, 'Delete');
          break;
        }
      }
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      stack.setResourceStatus(resource, 'UPDATE_FAILED', error.message);
      stuck.push(resource.logicalId);
    }
  }
  // Whatever failed to change is as it was.
  for (const resource of stack.resources.values()) {
    if (resource.status === 'UPDATE_FAILED' && !stuck.includes(resource.logicalId)) {
      stack.setResourceStatus(resource, 'UPDATE_COMPLETE');
    }
  }
  return stuck;
}

/** Deletes a copy of a resource that another one has taken the place of. */
async function discard(context: WorkContext, resource: StackResource, policy: string): Promise<void> {
  if (!exists(resource) || policy === 'Retain') return;
  context.stack.setResourceStatus(resource, 'DELETE_IN_PROGRESS');
  try {
    await deleteResource(context, resource, policy);
    context.stack.setResourceStatus(resource, 'DELETE_COMPLETE');
  } catch (error) {
    if (!(error instanceof ResourceFailure)) throw error;
    context.stack.setResourceStatus(resource, 'DELETE_FAILED', error.message);
  }
}
