import * as z from 'zod';
import { AwsError } from '../../service';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { parseProperties, TemplateBoolean, TemplateNumber } from '../provider-properties';
import { notModelled } from '../not-modelled';
import type { CorsSettings, HttpApi, Stage } from './http-api';
import { Throttle } from './throttle';
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
  DefaultRouteSettings: z
    .strictObject({ ThrottlingRateLimit: TemplateNumber.optional(), ThrottlingBurstLimit: TemplateNumber.optional() })
    .optional(),
  AccessLogSettings: z.looseObject({}).optional(),
  Tags: TagObject,
});

export const stageProvider: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::Stage',
  calls: { service: 'apigateway', create: ['CreateStage'], update: ['UpdateStage'], delete: ['DeleteStage'] },
  access(request, change) {
    const { ApiId } = parseProperties(stageProvider.type, StageProperties, request.properties);
    return gatewayAccess(request, change, `/apis/${ApiId}/stages`);
  },
  create(request) {
    const properties = parseProperties(stageProvider.type, StageProperties, request.properties);
    const { ApiId, StageName } = properties;
    const { stages } = request.region.apiGateway.api(ApiId);
    if (stages.has(StageName)) {
      throw new AwsError('ConflictException', `Stage already exists: ${StageName}`, { status: 409 });
    }
    stages.set(StageName, stageOf(request, properties));
    return { physicalId: StageName };
  },
  update(request) {
    const properties = parseProperties(stageProvider.type, StageProperties, request.properties);
    const before = parseProperties(stageProvider.type, StageProperties, request.previousProperties);
    const { ApiId, StageName } = properties;
    if (ApiId !== before.ApiId || StageName !== before.StageName) throw notModelled(`Replacing ${stageProvider.type}`);
    request.region.apiGateway.api(ApiId).stages.set(StageName, stageOf(request, properties));
    return { physicalId: StageName };
  },
  delete(request) {
    const { ApiId } = parseProperties(stageProvider.type, StageProperties, request.properties);
    request.region.apiGateway.find(ApiId)?.stages.delete(request.physicalId);
  },
};

function stageOf({ region }: ProviderRequest, properties: z.output<typeof StageProperties>): Stage {
  const { ThrottlingRateLimit: requestsPerSecond, ThrottlingBurstLimit: burst } = properties.DefaultRouteSettings ?? {};
  const isThrottled = requestsPerSecond !== undefined && burst !== undefined;
  return {
    stageName: properties.StageName,
    variables: properties.StageVariables,
    throttle: isThrottled ? new Throttle({ requestsPerSecond, burst }, region.world.scheduler.now()) : undefined,
  };
}

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
