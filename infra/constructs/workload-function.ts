import { Duration } from 'aws-cdk-lib';
import { HttpMethod, HttpRoute, HttpRouteKey, type IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { BundledFunction } from './bundled-function';

export interface WorkloadFunctionProps {
  readonly config: Config;
  readonly bundle: string;
  readonly api: IHttpApi;
  readonly role: IRole;
  readonly logGroup: ILogGroup;
}

const ROUTES: readonly (readonly [HttpMethod, string])[] = [
  [HttpMethod.GET, '/health'],
  [HttpMethod.POST, '/heartbeats'],
  [HttpMethod.GET, '/heartbeats/latest'],
];

/** The workload's Lambda behind an HTTP API: the same in the primary and in the activation stack. */
export class WorkloadFunction extends Construct {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, props: WorkloadFunctionProps) {
    super(scope, id);
    const names = namesOf(props.config);
    const api = new BundledFunction(this, 'Api', {
      functionName: names.workloadFunction,
      description: 'The reference workload: heartbeats over HTTP, kept in Aurora',
      bundle: props.bundle,
      // The HTTP API itself gives up after 30 (API Gateway Developer Guide, Quotas).
      timeout: Duration.seconds(29),
      role: props.role,
      logGroup: props.logGroup,
      environment: {
        CLUSTER_ARN_PARAMETER: names.parameters.clusterArn,
        SECRET_ARN_PARAMETER: names.parameters.secretArn,
        DATABASE_NAME: props.config.cluster.databaseName,
      },
    });
    this.function = api.function;
    const integration = new HttpLambdaIntegration('Integration', api.function);
    for (const [method, path] of ROUTES) {
      new HttpRoute(this, `${method} ${path.slice(1)}`, {
        httpApi: props.api,
        routeKey: HttpRouteKey.with(path, method),
        integration,
      });
    }
  }
}
