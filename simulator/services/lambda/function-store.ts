import { AwsError } from '../../service';
import type { Region } from '../../world';
import {
  DEFAULT_ASYNCHRONOUS_SETTINGS,
  type FunctionSettings,
  type LambdaFunction,
  type Permission,
  readCode,
} from './function';
import { otherRegionOf } from '../other-region';
import { nameOf } from './limits';

/** The functions that there are in one region. */
export class FunctionStore {
  readonly #region: Region;
  readonly #functions = new Map<string, LambdaFunction>();

  constructor(region: Region) {
    this.#region = region;
  }

  create(settings: FunctionSettings, zip: Uint8Array): LambdaFunction {
    if (this.#functions.has(settings.functionName)) {
      throw new AwsError('ResourceConflictException', `Function already exist: ${settings.functionName}`, {
        status: 409,
      });
    }
    this.#requireRole(settings.role);
    const fn: LambdaFunction = {
      arn: this.arnOf(settings.functionName),
      settings,
      bundle: readCode(zip),
      lastModified: this.#now(),
      revisionId: this.#revision(settings.functionName),
      asynchronous: DEFAULT_ASYNCHRONOUS_SETTINGS,
      permissions: new Map(),
      idle: [],
      running: 0,
    };
    this.#functions.set(settings.functionName, fn);
    this.#record(fn, 'Active');
    return fn;
  }

  /** Changes a function. What runs goes on with the old code; the next request finds the new. */
  change(
    functionName: string,
    change: { readonly settings?: FunctionSettings; readonly zip?: Uint8Array },
  ): LambdaFunction {
    const fn = this.find(functionName);
    if (change.settings !== undefined) {
      this.#requireRole(change.settings.role);
      fn.settings = change.settings;
    }
    if (change.zip !== undefined) fn.bundle = readCode(change.zip);
    fn.lastModified = this.#now();
    fn.revisionId = this.#revision(fn.settings.functionName);
    for (const { environment } of fn.idle.splice(0)) environment.discard();
    this.#record(fn, 'Active');
    return fn;
  }

  delete(functionName: string): void {
    const fn = this.find(functionName);
    for (const { environment } of fn.idle.splice(0)) environment.discard();
    this.#functions.delete(fn.settings.functionName);
    this.#record(fn, 'Deleted');
  }

  addPermission(functionName: string, permission: Permission): void {
    const { permissions } = this.find(functionName);
    if (permissions.has(permission.statementId)) {
      throw new AwsError(
        'ResourceConflictException',
        `The statement id (${permission.statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        { status: 409 },
      );
    }
    permissions.set(permission.statementId, permission);
  }

  /** The function of that name or ARN. @throws AwsError ResourceNotFoundException */
  find(functionName: string): LambdaFunction {
    const elsewhere = otherRegionOf(functionName, this.#region);
    if (elsewhere !== undefined) throw notReachable(elsewhere, this.#region.name);
    const name = nameOf(functionName);
    const fn = this.#functions.get(name);
    if (fn !== undefined) return fn;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${this.arnOf(name)}`, { status: 404 });
  }

  has(functionName: string): boolean {
    return otherRegionOf(functionName, this.#region) === undefined && this.#functions.has(nameOf(functionName));
  }

  get all(): readonly LambdaFunction[] {
    return [...this.#functions.values()];
  }

  arnOf(functionName: string): string {
    const region = otherRegionOf(functionName, this.#region) ?? this.#region.name;
    return `arn:aws:lambda:${region}:${this.#region.world.accountId}:function:${nameOf(functionName)}`;
  }

  /** Lambda takes a role only if it can assume it. */
  #requireRole(role: string): void {
    try {
      this.#region.world.iam.assumeAsService(role, 'lambda.amazonaws.com');
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(
        'InvalidParameterValueException',
        'The role defined for the function cannot be assumed by Lambda.',
      );
    }
  }

  #record(fn: LambdaFunction, status: string): void {
    const { world, name } = this.#region;
    world.trace.record({
      kind: 'resource',
      region: name,
      type: 'lambda-function',
      id: fn.settings.functionName,
      status,
    });
  }

  #now(): Date {
    return new Date(this.#region.world.scheduler.now());
  }

  #revision(functionName: string): string {
    return this.#region.world.random.uuid(`lambda/${this.#region.name}/${functionName}/revisions`);
  }
}

/** The text is Lambda's own, of whichever operation is given the ARN (aws/aws-cdk #11826, alexcasalboni/aws-lambda-power-tuning #18). */
function notReachable(elsewhere: string, here: string): AwsError {
  const message = `Functions from '${elsewhere}' are not reachable in this region ('${here}')`;
  return new AwsError('ResourceNotFoundException', message, { status: 404 });
}
