/**
 * What a simulated AWS service is: a table of operations, each typed by the SDK's own command classes, each saying what
 * the caller must be allowed to do. An operation that is not in the table is answered with an error that says so.
 */
export type Operations<Client> = { readonly [Name in OperationName<Client>]?: Operation<Client, Name> };

export interface Operation<Client, Name extends OperationName<Client>> {
  /** The IAM actions and resources that this call needs. An empty list is a call that AWS lets anyone make. */
  access(input: OperationInput<Client, Name>, context: CallContext): readonly Access[];
  handle(
    input: OperationInput<Client, Name>,
    context: CallContext,
  ): OperationOutput<Client, Name> | Promise<OperationOutput<Client, Name>>;
}

export interface Access {
  /** `rds:CreateDBInstance` */
  readonly action: string;
  /** The resource's ARN, or `*` where the action has no resource type. */
  readonly resource: string;
  /** Condition keys of this request, by their full name: `iam:PassedToService`, `aws:ResourceTag/name`. */
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
}

/** Who calls: a role that something assumed, an AWS service on its own behalf, or the person at the keyboard. */
export type Caller =
  | { readonly kind: 'role'; readonly roleArn: string; readonly sessionName: string }
  | { readonly kind: 'service'; readonly principal: string }
  | { readonly kind: 'operator' };

export interface CallContext {
  /** The region of the endpoint that was called. */
  readonly region: string;
  readonly caller: Caller;
  /** When the caller sent it, in virtual time; undefined where it did not come by the dispatcher. */
  readonly calledAtMs?: number;
}

/** One simulated service as the router sees it. */
export interface Service<Client = unknown> {
  /** The name in the SigV4 scope: `rds`, `rds-data`, `states`, `monitoring`, `events`. */
  readonly signingName: string;
  readonly operations: Operations<Client>;
  /**
   * Whether it answers although its region is dark: this call, or, when none is given, connections to its endpoint.
   * Without this member it does not.
   */
  answersInDarkness?(call?: { readonly operation: string; readonly input: unknown }): boolean;
  readonly recordedByCloudTrail?: Recorded;
}

/** Of a service whose calls somebody may have a rule for: the calls that the default bus gets from CloudTrail. */
export interface Recorded {
  readonly operations: readonly string[];
  /** The resource that a call means, if it is there. */
  readonly arnOf: (input: unknown) => string | undefined;
}

/**
 * An error that AWS would answer with.
 *
 * `code` is the name of the error shape in the service's model (`DBClusterNotFoundFault`), or, where AWS has none, the
 * code on the wire (`ValidationError`, `AccessDenied`). The wire layer turns it into the right wire code and status.
 */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Further members of the error shape. */
  readonly members: Readonly<Record<string, unknown>>;
  /** What the answer says beside its body, which an answer to HEAD has not. */
  readonly headers: Readonly<Record<string, string>>;
  /** The signing name of the service that answered; the dispatcher knows it. */
  service: string | undefined;

  constructor(
    code: string,
    message: string,
    options: { status?: number; members?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }
}

/** Names of the operations of an SDK client module: `DescribeDBClusters` for its `DescribeDBClustersCommand`. */
export type OperationName<Client> = {
  [Key in keyof Client]: Key extends `${infer Name}Command` ? (Client[Key] extends CommandClass ? Name : never) : never;
}[keyof Client];

type CommandClass = abstract new (...parameters: never) => { readonly input: unknown };

type CommandOf<Client, Name extends OperationName<Client>> = `${Name & string}Command` extends keyof Client
  ? Client[`${Name & string}Command`]
  : never;

/** The input of an operation, as the SDK's command takes it. */
export type OperationInput<Client, Name extends OperationName<Client>> =
  CommandOf<Client, Name> extends abstract new (
    ...parameters: never
  ) => { readonly input: infer Input }
    ? Input
    : never;

/** The output of an operation, without the metadata that the SDK adds on its side. */
export type OperationOutput<Client, Name extends OperationName<Client>> =
  CommandOf<Client, Name> extends abstract new (
    ...parameters: never
  ) => {
    resolveMiddleware(
      stack: never,
      configuration: never,
      options: never,
    ): (request: never) => Promise<{ output: infer Output }>;
  }
    ? Omit<Output, '$metadata'>
    : never;
