import type { HttpResponse } from '../../../../simulator/network/http';
import type { Origin } from '../../../../simulator/network/network';
import type { ResourceProvider } from '../../../../simulator/services/cloudformation/provider';
import { providers as apiProviders } from '../../../../simulator/services/apigateway/providers';
import { providers as lambdaProviders } from '../../../../simulator/services/lambda/providers';
import { providerRequest } from '../../support/fake-world';
import { createFunction, type LambdaWorld, REGION, zipSource } from '../lambda/lambda-fixture';

export const PUBLIC_NAME = 'app.example.com';

/** Makes one resource as CloudFormation does, as the operator, and returns what `Ref` gives. */
export async function make(
  world: LambdaWorld,
  region: string,
  type: string,
  properties: Record<string, unknown>,
): Promise<string> {
  const provider = providerOf(type);
  const request = providerRequest(world.region(region), type.replaceAll(':', ''), properties);
  const { physicalId } = await world.scheduler.runToEnd(Promise.resolve(provider.create(request)));
  return physicalId;
}

export function providerOf(type: string): ResourceProvider {
  const provider = [...apiProviders, ...lambdaProviders].find((candidate) => candidate.type === type);
  if (provider === undefined) throw new Error(`no provider of ${type}`);
  return provider;
}

export interface Api {
  readonly apiId: string;
  readonly endpoint: string;
  /** What a record that leads to the public name in this region has as its value. */
  readonly regionalDomainName: string;
}

/** An HTTP API in front of a function of one line, under its own name and the public one. */
export async function makeApi(
  world: LambdaWorld,
  source: string,
  options: {
    readonly region?: string;
    readonly routes?: readonly string[];
    readonly cors?: object;
    readonly permit?: boolean;
    readonly integration?: object;
    readonly timeoutSeconds?: number;
  } = {},
): Promise<Api> {
  const { region = REGION, routes = ['GET /health'], permit = true, timeoutSeconds } = options;
  createFunction(world, zipSource(source), { timeoutSeconds }, region);
  const functionArn = world.region(region).lambda.functions.arnOf('probe');
  const api = { Name: 'api', ProtocolType: 'HTTP', ...(options.cors && { CorsConfiguration: options.cors }) };
  const apiId = await make(world, region, 'AWS::ApiGatewayV2::Api', api);
  await make(world, region, 'AWS::ApiGatewayV2::Stage', { ApiId: apiId, StageName: '$default', AutoDeploy: true });
  const integrationId = await make(world, region, 'AWS::ApiGatewayV2::Integration', {
    ApiId: apiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn,
    PayloadFormatVersion: '2.0',
    ...options.integration,
  });
  for (const RouteKey of routes) {
    const route = { ApiId: apiId, RouteKey, Target: `integrations/${integrationId}` };
    await make(world, region, 'AWS::ApiGatewayV2::Route', route);
  }
  await make(world, region, 'AWS::ApiGatewayV2::DomainName', {
    DomainName: PUBLIC_NAME,
    DomainNameConfigurations: [{ CertificateArn: `arn:aws:acm:${region}:111111111111:certificate/1` }],
  });
  await make(world, region, 'AWS::ApiGatewayV2::ApiMapping', {
    ApiId: apiId,
    DomainName: PUBLIC_NAME,
    Stage: '$default',
  });
  if (permit) {
    await make(world, region, 'AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:${region}:111111111111:${apiId}/*/*`,
    });
  }
  const { apiGateway } = world.region(region);
  const { regionalDomainName } = apiGateway.domain(PUBLIC_NAME);
  return { apiId, endpoint: apiGateway.endpointOf(apiId), regionalDomainName };
}

export function client(world: LambdaWorld): Origin {
  return { name: 'client:Frankfurt', resolver: world.network.createResolver() };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Sends a request, lets virtual time pass until it is answered, and reads the answer. */
export async function request(
  world: LambdaWorld,
  url: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly origin?: Origin;
  } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body = '', origin = client(world) } = options;
  const sent = world.network.send({ method, url, headers, body: new TextEncoder().encode(body) }, origin);
  const response: HttpResponse = await world.scheduler.runToEnd(sent);
  const text = new TextDecoder().decode(response.body);
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}
