import { AwsError } from '../../service';
import { persist } from './persist';
import type { ProviderRequest } from './provider';
import { isLostCall } from './resource-failure';

/** One call of a handler, with the permissions of whoever changes the stack. */
export interface ServiceCall {
  readonly service: string;
  /** Where its endpoint is. @default the stack's region */
  readonly region?: string;
  readonly operation: string;
  readonly input: unknown;
}

/**
 * Makes a call through the dispatcher, as persistently as a handler does. When a response was lost, what the call asked
 * for may be there, or gone, already: a handler takes that as its answer (CloudFormation's advice for services without
 * idempotency tokens, github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds, IdempotencyHelper).
 * @param physicalId of what the call creates, where that is known
 * @returns undefined where the answer that had it was lost
 */
export function callService(request: ProviderRequest, call: ServiceCall, physicalId?: string): Promise<unknown> {
  const { region, caller } = request;
  const { service, region: at = region.name, operation, input } = call;
  const { dispatcher } = region.world;
  const dispatch = () => dispatcher.dispatch({ region: at, service, operation, input, caller });
  if (!dispatcher.mayFail({ region: at, service, operation, input })) return dispatch();
  let isLost = false;
  return persist(region, async () => {
    try {
      const output = await dispatch();
      if (physicalId !== undefined) request.identify?.(physicalId);
      return output;
    } catch (error) {
      if (isLost && error instanceof AwsError && isDone(operation, error)) return undefined;
      isLost ||= isLostCall(error) && error.lost === 'response';
      if (isLost && physicalId !== undefined) request.identify?.(physicalId);
      throw error;
    }
  });
}

function isDone(operation: string, { code }: AwsError): boolean {
  if (operation.startsWith('Create')) return /AlreadyExists/.test(code);
  return operation.startsWith('Delete') && /NotFound|NoSuch/.test(code);
}
