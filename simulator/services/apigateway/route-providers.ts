import * as z from 'zod';
import { AwsError } from '../../service';
import type { ResourceProvider } from '../cloudformation/provider';
import { sleepForRole } from '../lambda/function-provider';
import { parseProperties, TemplateNumber } from '../provider-properties';
import { notFound } from './http-api';
import { gatewayAccess } from './provider-access';

const IntegrationProperties = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  IntegrationMethod: z.string().optional(),
  PayloadFormatVersion: z.literal('2.0'),
  // 30 s is the most that an HTTP API waits (API Gateway quotas).
  TimeoutInMillis: TemplateNumber.pipe(z.number().min(50).max(30_000)).default(30_000),
  Description: z.string().optional(),
});

export const integrationProvider: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::Integration',
  calls: {
    service: 'apigateway',
    create: ['CreateIntegration'],
    update: ['UpdateIntegration'],
    delete: ['DeleteIntegration'],
  },
  access(request, change) {
    const { ApiId } = parseProperties(integrationProvider.type, IntegrationProperties, request.properties);
    return gatewayAccess(request, change, `/apis/${ApiId}/integrations`);
  },
  async create(request) {
    const properties = parseProperties(integrationProvider.type, IntegrationProperties, request.properties);
    const { apiGateway } = request.region;
    const { integrations } = apiGateway.api(properties.ApiId);
    await sleepForRole(request, 'stackApiRoute');
    const integrationId = apiGateway.newId(7);
    integrations.set(integrationId, {
      integrationId,
      functionArn: functionArnOf(properties.IntegrationUri),
      timeoutMs: properties.TimeoutInMillis,
    });
    return { physicalId: integrationId, attributes: { IntegrationId: integrationId } };
  },
  update(request) {
    const properties = parseProperties(integrationProvider.type, IntegrationProperties, request.properties);
    const integrationId = request.physicalId;
    request.region.apiGateway.api(properties.ApiId).integrations.set(integrationId, {
      integrationId,
      functionArn: functionArnOf(properties.IntegrationUri),
      timeoutMs: properties.TimeoutInMillis,
    });
    return { physicalId: integrationId, attributes: { IntegrationId: integrationId } };
  },
  delete(request) {
    const { ApiId } = parseProperties(integrationProvider.type, IntegrationProperties, request.properties);
    const api = request.region.apiGateway.find(ApiId);
    const route = [...(api?.routes.values() ?? [])].find(({ integrationId }) => integrationId === request.physicalId);
    if (route !== undefined) {
      const message = `Cannot delete Integration '${request.physicalId}'. Routes '${route.routeKey}' are referencing this integration.`;
      throw new AwsError('ConflictException', message, { status: 409 });
    }
    api?.integrations.delete(request.physicalId);
  },
};

const RouteProperties = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string().regex(/^(\$default|(ANY|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/\S*)$/, {
    error: 'must be "METHOD /path" or "$default"',
  }),
  Target: z.string().startsWith('integrations/', 'must be integrations/<id>'),
  // Authorizers are not modelled.
  AuthorizationType: z.literal('NONE').optional(),
  OperationName: z.string().optional(),
});

export const routeProvider: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::Route',
  calls: { service: 'apigateway', create: ['CreateRoute'], update: ['UpdateRoute'], delete: ['DeleteRoute'] },
  access(request, change) {
    const { ApiId } = parseProperties(routeProvider.type, RouteProperties, request.properties);
    return gatewayAccess(request, change, `/apis/${ApiId}/routes`);
  },
  async create(request) {
    const { ApiId, RouteKey, Target } = parseProperties(routeProvider.type, RouteProperties, request.properties);
    const { apiGateway } = request.region;
    const { routes, integrations } = apiGateway.api(ApiId);
    const integrationId = Target.slice('integrations/'.length);
    if (!integrations.has(integrationId)) throw notFound('Integration', integrationId);
    await sleepForRole(request, 'stackApiRoute');
    if ([...routes.values()].some(({ routeKey }) => routeKey === RouteKey)) {
      const message = `Route with key ${RouteKey} already exists for this API`;
      throw new AwsError('ConflictException', message, { status: 409 });
    }
    const routeId = apiGateway.newId(7);
    routes.set(routeId, { routeId, routeKey: RouteKey, integrationId });
    return { physicalId: routeId, attributes: { RouteId: routeId } };
  },
  update(request) {
    const { ApiId, RouteKey, Target } = parseProperties(routeProvider.type, RouteProperties, request.properties);
    const routeId = request.physicalId;
    const integrationId = Target.slice('integrations/'.length);
    request.region.apiGateway.api(ApiId).routes.set(routeId, { routeId, routeKey: RouteKey, integrationId });
    return { physicalId: routeId, attributes: { RouteId: routeId } };
  },
  delete(request) {
    const { ApiId } = parseProperties(routeProvider.type, RouteProperties, request.properties);
    request.region.apiGateway.find(ApiId)?.routes.delete(request.physicalId);
  },
};

/** The function's ARN, alone or in `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations`. */
function functionArnOf(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}
