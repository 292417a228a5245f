import type { FunctionConfiguration, Runtime } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { AwsError } from '../../service';
import { openBundle, type Bundle } from './runtime/bundle';
import type { ExecutionEnvironment } from './runtime/execution-environment';

/** The Node.js version behind each runtime that can be created. */
const NODE_VERSIONS = { 'nodejs20.x': '20.19.5', 'nodejs22.x': '22.21.1', 'nodejs24.x': '24.11.1' } as const;
const RUNTIMES = Object.keys(NODE_VERSIONS) as (keyof typeof NODE_VERSIONS)[];

/** All environment variables together (Lambda quotas). */
const MAXIMUM_VARIABLES_BYTES = 4096;

/** Variables that Lambda defines itself (Lambda Developer Guide, "Defined runtime environment variables"). */
const RESERVED_VARIABLES: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** What a function is made of, checked. */
export const FunctionSettings = z.object({
  functionName: z.string().regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, hyphens or underscores'),
  runtime: z.enum(RUNTIMES, `is none that the simulator models: use one of ${RUNTIMES.join(', ')}`),
  handler: z.string().regex(/^[^\s.]+(\/[^\s.]+)*\.\w+$/, 'must be FILE.EXPORT, such as index.handler'),
  role: z.string().startsWith('arn:aws:iam::', 'must be the ARN of a role'),
  timeoutSeconds: z.number().int().min(1).max(900).default(3),
  memoryMb: z.number().int().min(128).max(10_240).default(128),
  description: z.string().max(256).default(''),
  variables: z.record(z.string(), z.string()).default({}),
  architecture: z.enum(['x86_64', 'arm64']).default('x86_64'),
  logGroup: z.string().optional(),
  logFormat: z.enum(['Text', 'JSON']).default('Text'),
  reservedConcurrency: z.number().int().min(0).optional(),
  tags: z.record(z.string(), z.string()).default({}),
});
export type FunctionSettings = z.infer<typeof FunctionSettings>;

/** How asynchronous invocations are repeated: two retries within six hours by default (Lambda Developer Guide). */
export type AsynchronousSettings = { readonly maximumRetries: number; readonly maximumEventAgeSeconds: number };
export const DEFAULT_ASYNCHRONOUS_SETTINGS: AsynchronousSettings = {
  maximumRetries: 2,
  maximumEventAgeSeconds: 21_600,
};

/** A statement of a function's resource policy: which service may invoke it, and for what. */
export type Permission = {
  readonly statementId: string;
  readonly action: string;
  readonly principal: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
};

/** One function as it is now. */
export interface LambdaFunction {
  readonly arn: string;
  settings: FunctionSettings;
  bundle: Bundle;
  lastModified: Date;
  revisionId: string;
  asynchronous: AsynchronousSettings;
  readonly permissions: Map<string, Permission>;
  /** Environments that wait for a request, the one used last at the end. */
  readonly idle: IdleEnvironment[];
  running: number;
}

export type IdleEnvironment = { readonly environment: ExecutionEnvironment; readonly lastUsedMs: number };

/** @throws AwsError InvalidParameterValueException naming the field */
export function readSettings(settings: z.input<typeof FunctionSettings>): FunctionSettings {
  const parsed = FunctionSettings.safeParse(settings);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new AwsError('InvalidParameterValueException', problems);
  }
  checkVariables(parsed.data.variables);
  return parsed.data;
}

function checkVariables(variables: Readonly<Record<string, string>>): void {
  const refuse = (why: string): never => {
    throw new AwsError(
      'InvalidParameterValueException',
      `Lambda was unable to configure your environment variables because the environment variables you have provided ${why}`,
    );
  };
  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0) {
    refuse(
      'contains reserved keys that are currently not supported for modification. ' +
        `Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  if (bytes > MAXIMUM_VARIABLES_BYTES) refuse(`exceeded the 4KB limit. String measured: ${bytes} bytes`);
}

/** @throws AwsError InvalidParameterValueException for bytes that are no zip archive */
export function readCode(zip: Uint8Array): Bundle {
  try {
    return openBundle(zip);
  } catch {
    throw new AwsError(
      'InvalidParameterValueException',
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    );
  }
}

export function nodeVersionOf(settings: FunctionSettings): string {
  return NODE_VERSIONS[settings.runtime];
}

export function logGroupOf({ logGroup, functionName }: FunctionSettings): string {
  return logGroup ?? `/aws/lambda/${functionName}`;
}

/** As the API shows it. */
export function describeFunction({
  arn,
  settings,
  bundle,
  lastModified,
  revisionId,
}: LambdaFunction): FunctionConfiguration {
  return {
    FunctionName: settings.functionName,
    FunctionArn: arn,
    Runtime: settings.runtime satisfies Runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: bundle.size,
    CodeSha256: bundle.sha256,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMb,
    LastModified: lastModified.toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    Environment: { Variables: settings.variables },
    RevisionId: revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [settings.architecture],
    LoggingConfig: { LogFormat: settings.logFormat, LogGroup: logGroupOf(settings) },
  };
}
