import type { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionLogGroup } from '../factories/function-log-group';
import { functionRole } from '../factories/function-role';

export interface BundledFunctionProps {
  readonly functionName: string;
  /** Directory of the bundle, with `index.js` in it. */
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  readonly description: string;
  /** @default 512, in MB */
  readonly memorySize?: number;
  /** @default a role that may write to the function's log group and nothing else */
  readonly role?: IRole;
  /** @default a log group of the function's own, kept for three months */
  readonly logGroup?: ILogGroup;
}

/** A Lambda function from one of our bundles, with a log group and a role of its own. */
export class BundledFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: ILogGroup;
  readonly role: IRole;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    this.logGroup = props.logGroup ?? functionLogGroup(this, 'Logs', { functionName: props.functionName });
    this.role = props.role ?? functionRole(this, 'Role', { logGroup: this.logGroup });
    this.function = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      code: Code.fromAsset(props.bundle),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 512,
      timeout: props.timeout,
      environment: props.environment,
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
  }
}
