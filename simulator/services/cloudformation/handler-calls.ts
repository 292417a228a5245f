/**
 * What the handlers of a resource type call, by the operations' names. Whether the service fails, throttles or does not
 * answer is asked for each of them (CloudFormation registry, the handlers' permissions in the type's schema).
 */
export interface HandlerCalls {
  /** The service's signing name. */
  readonly service: string;
  /** Where its control plane is, if that is not the region of the stack. */
  readonly region?: string;
  /** The first call makes the change; the others wait for it, or add to it. */
  readonly create: readonly string[];
  /** Left out by a type that a change replaces. */
  readonly update?: readonly string[];
  readonly delete: readonly string[];
}

/** `dispatched`: each handler makes its calls itself, by `callService`. `none`: it makes none. */
export type ProviderCalls = HandlerCalls | 'dispatched' | 'none';
