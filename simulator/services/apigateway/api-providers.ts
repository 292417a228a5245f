import * as z from 'zod';
import { AwsError } from '../../service';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { parseProperties, TemplateBoolean, TemplateNumber } from '../provider-properties';
import type { CorsSettings, HttpApi } from './http-api';
import { gatewayAccess } from './provider-access';

const StringList = z.array(z.string()).default([]);
/** API Gateway v2 takes its tags as an object. */
export const TagObject = z.record(z.string(), z.string()).default({});

const ApiProperties = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal('HTTP'),
  Description: z.string().optional(),
  DisableExecuteApiEndpoint: TemplateBoolean.default(false),
  CorsConfiguration: z
    .strictObject({
      AllowOrigins: StringList,
      AllowMethods: StringList,
      AllowHeaders: StringList,
      ExposeHeaders: StringList,
      AllowCredentials: TemplateBoolean.default(false),
      MaxAge: TemplateNumber.optional(),
    })
    .optional(),
  Tags: TagObject,
});
type ApiProperties = z.infer<typeof ApiProperties>;

export const apiProvider: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::Api',
  calls: { service: 'apigateway', create: ['CreateApi'], update: ['UpdateApi'], delete: ['DeleteApi'] },
  access: (request, change) => gatewayAccess(request, change, '/apis'),
  create(request) {
    return resultOf(request, request.region.apiGateway.createApi(settingsOf(request)));
  },
  update(request) {
    return resultOf(request, Object.assign(request.region.apiGateway.api(request.physicalId), settingsOf(request)));
  },
  delete(request) {
    request.region.apiGateway.deleteApi(request.physicalId);
  },
};

const StageProperties = z.strictObject({
  ApiId: z.string(),
  StageName: z.string(),
  // A stage that is not deployed by itself needs AWS::ApiGatewayV2::Deployment, which the simulator does not model.
  AutoDeploy: z.union([z.literal(true), z.literal('true')]),
  Description: z.string().optional(),
  StageVariables: z.record(z.string(), z.string()).default({}),
  DefaultRouteSettings: z.looseObject({}).optional(),
  AccessLogSettings: z.looseObject({}).optional(),
  Tags: TagObject,
});

export const stageProvider: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::Stage',
  calls: { service: 'apigateway', create: ['CreateStage'], delete: ['DeleteStage'] },
  access(request, change) {
    const { ApiId } = parseProperties(stageProvider.type, StageProperties, request.properties);
    return gatewayAccess(request, change, `/apis/${ApiId}/stages`);
  },
  create(request) {
    const { ApiId, StageName, StageVariables } = parseProperties(
      stageProvider.type,
      StageProperties,
      request.properties,
    );
    const { stages } = request.region.apiGateway.api(ApiId);
    if (stages.has(StageName)) {
      throw new AwsError('ConflictException', `Stage already exists: ${StageName}`, { status: 409 });
    }
    stages.set(StageName, { stageName: StageName, variables: StageVariables });
    return { physicalId: StageName };
  },
  delete(request) {
    const { ApiId } = parseProperties(stageProvider.type, StageProperties, request.properties);
    request.region.apiGateway.find(ApiId)?.stages.delete(request.physicalId);
  },
};

function settingsOf(request: ProviderRequest): Pick<HttpApi, 'name' | 'isExecuteApiEnabled' | 'cors' | 'tags'> {
  const properties = parseProperties(apiProvider.type, ApiProperties, request.properties);
  return {
    name: properties.Name,
    isExecuteApiEnabled: !properties.DisableExecuteApiEndpoint,
    cors: corsOf(properties),
    tags: { ...request.stackTags, ...properties.Tags },
  };
}

function corsOf({ CorsConfiguration: cors }: ApiProperties): CorsSettings | undefined {
  if (cors === undefined) return undefined;
  return {
    allowOrigins: cors.AllowOrigins,
    allowMethods: cors.AllowMethods,
    allowHeaders: cors.AllowHeaders,
    exposeHeaders: cors.ExposeHeaders,
    allowCredentials: cors.AllowCredentials,
    maxAgeSeconds: cors.MaxAge,
  };
}

function resultOf({ region }: ProviderRequest, { apiId }: HttpApi): ProviderResult {
  return { physicalId: apiId, attributes: { ApiId: apiId, ApiEndpoint: region.apiGateway.endpointOf(apiId) } };
}
