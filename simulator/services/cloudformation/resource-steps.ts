import type { Dependencies } from './dependencies';
import type { Exports } from './exports';
import { ResourceFailure } from './resource-failure';
import { createResource, deleteResource, type WorkContext } from './resource-work';
import type { StackDefinition, StackResource } from './stack';
import type { ResourceDefinition } from './template';

/** What one operation works with. */
export type StackOperation = WorkContext & {
  readonly definition: StackDefinition;
  readonly exports: Exports;
  /** Names of the exports that it has asked for: all of them, when each resource is as the template says. */
  readonly imported: ReadonlySet<string>;
  /** The resources whose condition holds. */
  readonly active: ReadonlyMap<string, ResourceDefinition>;
  readonly dependencies: Dependencies;
};

/** Creates one resource and keeps it in the stack; a failure is recorded under `failed`. */
export async function createOne(
  operation: StackOperation,
  logicalId: string,
  definition: ResourceDefinition,
  failed: string[],
): Promise<boolean> {
  const { stack } = operation;
  const resource = newResource(operation, logicalId, definition);
  stack.resources.set(logicalId, resource);
  stack.setResourceStatus(resource, 'CREATE_IN_PROGRESS');
  try {
    await createResource(operation, resource);
  } catch (error) {
    if (!(error instanceof ResourceFailure)) throw error;
    stack.setResourceStatus(resource, 'CREATE_FAILED', error.message);
    failed.push(logicalId);
    return false;
  }
  if (failed.length > 0 || stack.isCancelled) {
    stack.setResourceStatus(resource, 'CREATE_FAILED', 'Resource creation cancelled');
    return false;
  }
  stack.setResourceStatus(resource, 'CREATE_COMPLETE');
  return true;
}

export type DeletionReason = 'deletion' | 'rollback of creation';

/** Deletes one resource as its DeletionPolicy says, and takes it out of the stack unless something newer has its place. */
export async function deleteOne(
  context: WorkContext,
  resource: StackResource,
  why: DeletionReason,
  failed: string[],
): Promise<boolean> {
  const { stack } = context;
  const policy = resource.definition.deletionPolicy;
  const isRetained = policy === 'Retain' || (policy === 'RetainExceptOnCreate' && why === 'deletion');
  if (resource.status === 'DELETE_COMPLETE') return true;
  if (resource.physicalId === undefined) {
    stack.setResourceStatus(resource, 'DELETE_COMPLETE');
  } else if (isRetained) {
    stack.setResourceStatus(resource, 'DELETE_SKIPPED');
  } else {
    stack.setResourceStatus(resource, 'DELETE_IN_PROGRESS');
    try {
      await deleteResource(context, resource, policy);
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      stack.setResourceStatus(resource, 'DELETE_FAILED', error.message);
      failed.push(resource.logicalId);
      return false;
    }
    stack.setResourceStatus(resource, 'DELETE_COMPLETE');
  }
  return true;
}

export function failureReason(verb: 'create' | 'update' | 'delete', failed: readonly string[]): string {
  return `The following resource(s) failed to ${verb}: [${failed.join(', ')}].`;
}

function newResource(operation: StackOperation, logicalId: string, definition: ResourceDefinition): StackResource {
  return {
    logicalId,
    definition,
    physicalId: undefined,
    attributes: {},
    declared: {},
    properties: {},
    status: 'CREATE_IN_PROGRESS',
    statusReason: undefined,
    changedAtMs: operation.region.world.scheduler.now(),
  };
}
