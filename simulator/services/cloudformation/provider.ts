import type { Access, Caller } from '../../service';
import type { Region } from '../../world';
import type { ProviderCalls } from './handler-calls';

/**
 * What CloudFormation does with one resource type. Each service exports the providers of its own types; a type without
 * one is an error that says so.
 */
export interface ResourceProvider {
  /** `AWS::Lambda::Function` */
  readonly type: string;
  /** Which service's operations its handlers call: whatever befalls these befalls the resource. */
  readonly calls: ProviderCalls;
  /** What the role that CloudFormation works with must be allowed to do, beside each handler's own calls. */
  access?(request: ProviderRequest, change: 'create' | 'update' | 'delete'): readonly Access[];
  /** Makes the resource; may let virtual time pass. Rejects with an AwsError when AWS would refuse. */
  create(request: ProviderRequest): Promise<ProviderResult> | ProviderResult;
  /** Properties that only another resource can have (`createOnlyProperties` of the type's schema). */
  readonly createOnly?: readonly string[];
  /** The property that names the resource, where a template may. */
  readonly nameProperty?: string;
  /** Changes the resource in place. Without this member a change replaces the resource. */
  update?(request: ExistingRequest): Promise<ProviderResult> | ProviderResult;
  /** Removes the resource. A resource that is gone already is no error. */
  delete(request: ExistingRequest): Promise<void> | void;
  /** The same with `DeletionPolicy: Snapshot`: a last snapshot of that name stays. Few types have it. */
  deleteWithSnapshot?(request: ExistingRequest, snapshotName: string): Promise<void> | void;
}

export interface ProviderRequest {
  readonly region: Region;
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  /** The properties with every intrinsic function resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The stack's own tags; the resource's are in its properties. */
  readonly stackTags: Readonly<Record<string, string>>;
  /** Whose permissions apply: the stack's service role, or the operator who deploys. */
  readonly caller: Caller;
  /** A physical name in CloudFormation's own fashion, for a resource that was given none. */
  generateName(maximumLength?: number): string;
  /**
   * Says what a resource that is being created is called, as soon as it may be there: if its creation fails after that,
   * CloudFormation takes it away again.
   */
  identify?(physicalId: string): void;
}

export interface ExistingRequest extends ProviderRequest {
  readonly physicalId: string;
  readonly previousProperties: Readonly<Record<string, unknown>>;
}

export interface ProviderResult {
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` gives, by attribute name (`Endpoint.Address` for nested ones). */
  readonly attributes?: Readonly<Record<string, unknown>>;
}
