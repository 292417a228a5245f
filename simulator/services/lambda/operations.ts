import type * as client from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { type Access, AwsError, type Caller, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { type PageRules, pageOf } from '../paging';
import { readPackage } from './code-package';
import { describeFunction, type LambdaFunction, readSettings } from './function';
import { policyDocument, statementOf } from './permissions';

export function operationsOf(region: Region): Operations<typeof client> {
  const on = (action: string, functionName: string | undefined): Access => ({
    action: `lambda:${action}`,
    resource: region.lambda.functions.arnOf(functionName ?? ''),
  });
  return {
    Invoke: {
      access: (input) => [on('InvokeFunction', input.FunctionName)],
      handle: (input) => invoke(region, input),
    },
    GetFunction: {
      access: (input) => [on('GetFunction', input.FunctionName)],
      handle(input) {
        const fn = region.lambda.functions.find(input.FunctionName ?? '');
        const { reservedConcurrency, tags } = fn.settings;
        return {
          Configuration: describeFunction(fn),
          Code: { RepositoryType: 'S3' },
          Tags: { ...tags },
          ...(reservedConcurrency !== undefined && {
            Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
          }),
        };
      },
    },
    GetFunctionConfiguration: {
      access: (input) => [on('GetFunctionConfiguration', input.FunctionName)],
      handle: (input) => describeFunction(region.lambda.functions.find(input.FunctionName ?? '')),
    },
    ListFunctions: {
      access: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
      handle(input) {
        if (input.MasterRegion !== undefined || input.FunctionVersion !== undefined)
          throw notModelled('lambda:ListFunctions with MasterRegion or FunctionVersion');
        const { items, token } = pageOf(
          region.lambda.functions.all,
          { size: input.MaxItems, token: input.Marker },
          FUNCTIONS,
        );
        return { Functions: items.map(describeFunction), NextMarker: token };
      },
    },
    CreateFunction: {
      access: (input) => [on('CreateFunction', input.FunctionName), passRole(input.Role ?? '')],
      handle: async (input, { caller }) => describeFunction(await createFunction(region, caller, input)),
    },
    UpdateFunctionCode: {
      access: (input) => [on('UpdateFunctionCode', input.FunctionName)],
      async handle(input, { caller }) {
        const zip = await readPackage(region, caller, input);
        return describeFunction(region.lambda.functions.change(input.FunctionName ?? '', { zip }));
      },
    },
    DeleteFunction: {
      access: (input) => [
        { ...on('DeleteFunction', input.FunctionName), conditions: tagConditions(region, input.FunctionName) },
      ],
      handle(input) {
        region.lambda.functions.delete(input.FunctionName ?? '');
        return {};
      },
    },
    PutFunctionConcurrency: {
      access: (input) => [on('PutFunctionConcurrency', input.FunctionName)],
      handle(input) {
        const fn = region.lambda.functions.find(input.FunctionName ?? '');
        fn.settings = readSettings({ ...fn.settings, reservedConcurrency: input.ReservedConcurrentExecutions });
        return { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions };
      },
    },
    GetFunctionConcurrency: {
      access: (input) => [on('GetFunctionConcurrency', input.FunctionName)],
      handle(input) {
        const { reservedConcurrency } = region.lambda.functions.find(input.FunctionName ?? '').settings;
        return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
      },
    },
    DeleteFunctionConcurrency: {
      access: (input) => [on('DeleteFunctionConcurrency', input.FunctionName)],
      handle(input) {
        const fn = region.lambda.functions.find(input.FunctionName ?? '');
        const { reservedConcurrency: _, ...settings } = fn.settings;
        fn.settings = settings;
        return {};
      },
    },
    ListTags: {
      access: ({ Resource: resource = '*' }) => [{ action: 'lambda:ListTags', resource }],
      handle: ({ Resource: arn = '' }) => ({ Tags: { ...region.lambda.functions.find(arn).settings.tags } }),
    },
    AddPermission: {
      access: (input) => [on('AddPermission', input.FunctionName)],
      handle(input) {
        const permission = {
          statementId: input.StatementId ?? '',
          action: input.Action ?? '',
          principal: input.Principal ?? '',
          sourceArn: input.SourceArn,
          sourceAccount: input.SourceAccount,
        };
        region.lambda.functions.addPermission(input.FunctionName ?? '', permission);
        return {
          Statement: JSON.stringify(statementOf(region.lambda.functions.find(input.FunctionName ?? ''), permission)),
        };
      },
    },
    RemovePermission: {
      access: (input) => [on('RemovePermission', input.FunctionName)],
      handle(input) {
        if (region.lambda.functions.find(input.FunctionName ?? '').permissions.delete(input.StatementId ?? ''))
          return {};
        const message = `No policy is associated with the given resource: statement ${input.StatementId}`;
        throw new AwsError('ResourceNotFoundException', message, { status: 404 });
      },
    },
    GetPolicy: {
      access: (input) => [on('GetPolicy', input.FunctionName)],
      handle(input) {
        const fn = region.lambda.functions.find(input.FunctionName ?? '');
        if (fn.permissions.size > 0) return { Policy: JSON.stringify(policyDocument(fn)), RevisionId: fn.revisionId };
        const message = 'The resource you requested does not exist.';
        throw new AwsError('ResourceNotFoundException', message, { status: 404 });
      },
    },
  };
}

/** "ListFunctions returns a maximum of 50 items in each response, even if you set the number higher" (Lambda API Reference). */
const FUNCTIONS: PageRules = {
  member: 'maxItems',
  least: 1,
  most: 10_000,
  otherwise: 50,
  atMost: 50,
  wrongToken: () => new AwsError('InvalidParameterValueException', 'Invalid marker.'),
};

/** The tags of the function, as a condition of a policy reads them (Service Authorization Reference, AWS Lambda). */
function tagConditions({ lambda }: Region, functionName = ''): NonNullable<Access['conditions']> {
  const tags = lambda.functions.has(functionName) ? lambda.functions.find(functionName).settings.tags : {};
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/** Who gives a function a role must be allowed to pass it to Lambda. */
export function passRole(roleArn: string): Access {
  const conditions = { 'iam:PassedToService': 'lambda.amazonaws.com' };
  return { action: 'iam:PassRole', resource: roleArn, conditions };
}

async function invoke(
  region: Region,
  input: client.InvokeCommandInput,
): Promise<Omit<client.InvokeCommandOutput, '$metadata'>> {
  const { FunctionName: functionName = '', Qualifier, InvocationType = 'RequestResponse', LogType } = input;
  if (Qualifier !== undefined && Qualifier !== '$LATEST')
    throw notModelled(`lambda:Invoke with Qualifier ${Qualifier}`);
  if (LogType === 'Tail') throw notModelled('lambda:Invoke with LogType Tail');
  const request = {
    functionName,
    payload: readPayload(input.Payload),
    clientContext: readContext(input.ClientContext),
  };
  // A service of AWS's may invoke a function of another region; a caller of this API may not.
  region.lambda.functions.find(functionName);
  switch (InvocationType) {
    case 'DryRun':
      return { StatusCode: 204 };
    case 'Event':
      region.lambda.invokeAsynchronously(request);
      return { StatusCode: 202 };
    case 'RequestResponse': {
      const { statusCode, functionError, payload } = await region.lambda.invoke(request);
      return {
        StatusCode: statusCode,
        FunctionError: functionError,
        ExecutedVersion: '$LATEST',
        Payload: Uint8ArrayBlobAdapter.fromString(JSON.stringify(payload)),
      };
    }
  }
}

async function createFunction(
  region: Region,
  caller: Caller,
  input: client.CreateFunctionCommandInput,
): Promise<LambdaFunction> {
  if (input.PackageType === 'Image') throw notModelled('lambda:CreateFunction with PackageType Image');
  if (input.Layers !== undefined) throw notModelled('lambda:CreateFunction with Layers');
  const settings = readSettings({
    functionName: input.FunctionName ?? '',
    // Checked by the schema: what it does not know it refuses by name.
    runtime: input.Runtime as never,
    handler: input.Handler ?? '',
    role: input.Role ?? '',
    timeoutSeconds: input.Timeout,
    memoryMb: input.MemorySize,
    description: input.Description,
    variables: input.Environment?.Variables,
    architecture: input.Architectures?.[0],
    logGroup: input.LoggingConfig?.LogGroup,
    logFormat: input.LoggingConfig?.LogFormat,
    tags: input.Tags,
  });
  return region.lambda.functions.create(settings, await readPackage(region, caller, input.Code ?? {}));
}

function readPayload(payload: client.InvokeCommandInput['Payload']): unknown {
  if (payload === undefined) return {};
  // The SDK's type also admits streams and blobs; what comes off the wire is bytes.
  const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload as Uint8Array);
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}

function readContext(clientContext: string | undefined): unknown {
  if (clientContext === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(clientContext, 'base64').toString('utf8'));
  } catch {
    const message = 'Client context must be a valid Base64-encoded JSON object.';
    throw new AwsError('InvalidRequestContentException', message);
  }
}
