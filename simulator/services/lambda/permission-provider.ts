import * as z from 'zod';
import type { ResourceProvider } from '../cloudformation/provider';
import { notModelled } from '../not-modelled';
import { parseProperties, TemplateNumber } from '../provider-properties';
import { DEFAULT_ASYNCHRONOUS_SETTINGS } from './function';

const PermissionProperties = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

/** A statement of a function's resource policy. A change replaces it. */
export const permissionProvider: ResourceProvider = {
  type: 'AWS::Lambda::Permission',
  calls: { service: 'lambda', create: ['AddPermission'], delete: ['RemovePermission'] },
  access(request, change) {
    const { FunctionName } = parseProperties(permissionProvider.type, PermissionProperties, request.properties);
    // A statement that was added is read back (the type's registry schema).
    const actions = change === 'delete' ? ['RemovePermission'] : ['AddPermission', 'GetPolicy'];
    const resource = request.region.lambda.functions.arnOf(FunctionName);
    return actions.map((action) => ({ action: `lambda:${action}`, resource }));
  },
  create(request) {
    const properties = parseProperties(permissionProvider.type, PermissionProperties, request.properties);
    const statementId = request.generateName(100);
    request.region.lambda.functions.addPermission(properties.FunctionName, {
      statementId,
      action: properties.Action,
      principal: properties.Principal,
      sourceArn: properties.SourceArn,
      sourceAccount: properties.SourceAccount,
    });
    return { physicalId: statementId, attributes: { Id: statementId } };
  },
  delete(request) {
    const { FunctionName } = parseProperties(permissionProvider.type, PermissionProperties, request.properties);
    const { lambda } = request.region;
    if (lambda.functions.has(FunctionName)) lambda.functions.find(FunctionName).permissions.delete(request.physicalId);
  },
};

const InvokeConfigProperties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: TemplateNumber.optional(),
  MaximumEventAgeInSeconds: TemplateNumber.optional(),
});

/** How a function's asynchronous invocations are repeated. */
export const invokeConfigProvider: ResourceProvider = {
  type: 'AWS::Lambda::EventInvokeConfig',
  calls: {
    service: 'lambda',
    create: ['PutFunctionEventInvokeConfig'],
    update: ['UpdateFunctionEventInvokeConfig'],
    delete: ['DeleteFunctionEventInvokeConfig'],
  },
  access(request, change) {
    const { FunctionName } = parseProperties(invokeConfigProvider.type, InvokeConfigProperties, request.properties);
    const action = {
      create: 'lambda:PutFunctionEventInvokeConfig',
      update: 'lambda:UpdateFunctionEventInvokeConfig',
      delete: 'lambda:DeleteFunctionEventInvokeConfig',
    }[change];
    return [{ action, resource: request.region.lambda.functions.arnOf(FunctionName) }];
  },
  create(request) {
    const properties = parseProperties(invokeConfigProvider.type, InvokeConfigProperties, request.properties);
    if (properties.Qualifier !== '$LATEST') throw notModelled(`Qualifier ${properties.Qualifier} of a function`);
    request.region.lambda.functions.find(properties.FunctionName).asynchronous = {
      maximumRetries: properties.MaximumRetryAttempts ?? DEFAULT_ASYNCHRONOUS_SETTINGS.maximumRetries,
      maximumEventAgeSeconds:
        properties.MaximumEventAgeInSeconds ?? DEFAULT_ASYNCHRONOUS_SETTINGS.maximumEventAgeSeconds,
    };
    return { physicalId: `${properties.FunctionName}|$LATEST` };
  },
  delete(request) {
    const { FunctionName } = parseProperties(invokeConfigProvider.type, InvokeConfigProperties, request.properties);
    const { lambda } = request.region;
    if (lambda.functions.has(FunctionName))
      lambda.functions.find(FunctionName).asynchronous = DEFAULT_ASYNCHRONOUS_SETTINGS;
  },
};
