import { type Diagnostic, schemaProblem } from '../diagnostic';

/**
 * What a Task may name. What is no ARN, and an integration that Step Functions does not have, are refused when the
 * machine is created (texts: aws/aws-sam-cli-app-templates#185; badmintoncryer/cdk-preflight, pf-sfn-asl-resource-arn).
 */
export function checkResource(resource: unknown, path: string, isOperation: IsOperation): readonly Diagnostic[] {
  if (typeof resource !== 'string') return [];
  const location = `${path}/Resource`;
  const integration = INTEGRATION.exec(resource)?.[1];
  if (integration === undefined) {
    return FUNCTION.test(resource) || ACTIVITY.test(resource)
      ? []
      : [schemaProblem('Value is not a valid resource ARN', location)];
  }
  if (isIntegration(integration, isOperation)) return [];
  const message =
    `The resource provided ${resource} is not recognized. ` +
    'The value is not a valid resource ARN, or the resource is not available in this region.';
  return [schemaProblem(message, location)];
}

const FUNCTION = /^arn:aws[a-z-]*:lambda:[^:\s]+:[^:\s]+:function:[^:\s]+(:[^:\s]+)?$/;
const ACTIVITY = /^arn:aws[a-z-]*:states:[^:\s]+:[^:\s]+:activity:[^:\s]+$/;
const INTEGRATION = /^arn:aws[a-z-]*:states:[^:]*:[^:]*:(?!activity:)(.+)$/;

/** The SDK's name of a service without blanks and capitals, and the operation with a small first letter. */
const SDK = /^aws-sdk:([a-z][a-z0-9]*):([a-z][A-Za-z0-9]*)(\.waitForTaskToken)?$/;

/** Whether a service of the SDK has an operation; undefined of a service whose operations are not known here. */
export type IsOperation = (service: string, action: string) => boolean | undefined;

function isIntegration(name: string, isOperation: IsOperation): boolean {
  if (name.startsWith('aws-sdk:')) {
    const [, sdkService, sdkAction] = SDK.exec(name) ?? [];
    return sdkService !== undefined && sdkAction !== undefined && isOperation(sdkService, sdkAction) !== false;
  }
  const [, service = '', action = '', pattern] = /^([a-z-]+):([A-Za-z0-9]+)(\.[A-Za-z]+(?::2)?)?$/.exec(name) ?? [];
  const known = OPTIMIZED[service];
  if (known === undefined || (known.actions !== undefined && !known.actions.includes(action))) return false;
  if (pattern === '.sync:2') return service === 'states';
  return pattern === undefined || known.patterns.includes(pattern);
}

interface Integration {
  readonly patterns: readonly string[];
  /** Undefined where there are many: any is taken. */
  readonly actions?: readonly string[];
}

const SYNC = ['.sync'];
const TOKEN = ['.waitForTaskToken'];

/**
 * The optimized integrations and the patterns of each (Developer Guide, "Integrating services with Step Functions":
 * "Supported integrations and patterns").
 */
const OPTIMIZED: Readonly<Record<string, Integration>> = {
  apigateway: { patterns: TOKEN, actions: ['invoke'] },
  athena: { patterns: SYNC },
  batch: { patterns: SYNC, actions: ['submitJob'] },
  bedrock: { patterns: [...SYNC, ...TOKEN] },
  'bedrock-agentcore': { patterns: [] },
  codebuild: { patterns: SYNC },
  databrew: { patterns: SYNC, actions: ['startJobRun'] },
  dynamodb: { patterns: [], actions: ['getItem', 'putItem', 'updateItem', 'deleteItem'] },
  ecs: { patterns: [...SYNC, ...TOKEN], actions: ['runTask'] },
  eks: { patterns: [...SYNC, ...TOKEN] },
  elasticmapreduce: { patterns: SYNC },
  'emr-containers': { patterns: SYNC },
  'emr-serverless': { patterns: SYNC },
  events: { patterns: TOKEN, actions: ['putEvents'] },
  glue: { patterns: SYNC, actions: ['startJobRun'] },
  http: { patterns: [], actions: ['invoke'] },
  lambda: { patterns: TOKEN, actions: ['invoke'] },
  mediaconvert: { patterns: SYNC, actions: ['createJob'] },
  sagemaker: { patterns: SYNC },
  sns: { patterns: TOKEN, actions: ['publish'] },
  sqs: { patterns: TOKEN, actions: ['sendMessage'] },
  states: { patterns: [...SYNC, ...TOKEN], actions: ['startExecution'] },
};
