import * as z from 'zod';
import { AwsError } from '../../service';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { parseProperties } from '../provider-properties';
import { TagObject } from './api-providers';
import { regionalHostedZone } from './http-api';
import { gatewayAccess } from './provider-access';

const DomainProperties = z.strictObject({
  DomainName: z.string(),
  DomainNameConfigurations: z.tuple([
    z.strictObject({
      CertificateArn: z.string(),
      EndpointType: z.literal('REGIONAL').optional(),
      SecurityPolicy: z.string().optional(),
    }),
  ]),
  Tags: TagObject,
});

export const domainProvider: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::DomainName',
  calls: { service: 'apigateway', create: ['CreateDomainName'], delete: ['DeleteDomainName'] },
  access: (request, change) => gatewayAccess(request, change, '/domainnames'),
  create(request) {
    const properties = parseProperties(domainProvider.type, DomainProperties, request.properties);
    const [{ CertificateArn: certificateArn }] = properties.DomainNameConfigurations;
    const { apiGateway, name } = request.region;
    const domainName = properties.DomainName.toLowerCase();
    if (certificateArn.split(':')[3] !== name) {
      const message = `Invalid certificate ARN: ${certificateArn}. Certificate must be in '${name}'.`;
      throw new AwsError('BadRequestException', message);
    }
    if (apiGateway.domains.has(domainName)) {
      const message = `The domain name you provided already exists: ${domainName}`;
      throw new AwsError('ConflictException', message, { status: 409 });
    }
    const regionalDomainName = apiGateway.hostOf(`d-${apiGateway.newId()}`);
    apiGateway.domains.set(domainName, { domainName, regionalDomainName, certificateArn, mappings: new Map() });
    return resultOf(request, domainName);
  },
  delete(request) {
    request.region.apiGateway.domains.delete(request.physicalId);
  },
};

const MappingProperties = z.strictObject({
  ApiId: z.string(),
  DomainName: z.string(),
  Stage: z.string(),
  ApiMappingKey: z.string().default(''),
});

export const mappingProvider: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::ApiMapping',
  calls: { service: 'apigateway', create: ['CreateApiMapping'], delete: ['DeleteApiMapping'] },
  access(request, change) {
    const { DomainName } = parseProperties(mappingProvider.type, MappingProperties, request.properties);
    return gatewayAccess(request, change, `/domainnames/${DomainName}/apimappings`);
  },
  create(request) {
    const { ApiId, DomainName, Stage, ApiMappingKey } = parseProperties(
      mappingProvider.type,
      MappingProperties,
      request.properties,
    );
    const { apiGateway } = request.region;
    const { apiId, stages } = apiGateway.api(ApiId);
    if (!stages.has(Stage)) {
      throw new AwsError('BadRequestException', `Invalid stage identifier specified ${Stage}`);
    }
    const mappingId = apiGateway.newId(6);
    apiGateway
      .domain(DomainName.toLowerCase())
      .mappings.set(mappingId, { mappingId, path: ApiMappingKey, apiId, stageName: Stage });
    return { physicalId: mappingId, attributes: { ApiMappingId: mappingId } };
  },
  delete(request) {
    const { DomainName } = parseProperties(mappingProvider.type, MappingProperties, request.properties);
    request.region.apiGateway.domains.get(DomainName.toLowerCase())?.mappings.delete(request.physicalId);
  },
};

function resultOf({ region }: ProviderRequest, domainName: string): ProviderResult {
  const { regionalDomainName } = region.apiGateway.domain(domainName);
  const attributes = {
    RegionalDomainName: regionalDomainName,
    RegionalHostedZoneId: regionalHostedZone(region.name),
  };
  return { physicalId: domainName, attributes };
}
