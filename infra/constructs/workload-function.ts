import { Duration } from 'aws-cdk-lib';
import { HttpMethod, HttpRoute, HttpRouteKey, type IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config';
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
      timeout: Duration.seconds(10),
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

export interface WorkloadRoleProps {
  readonly config: Config;
  readonly region: string;
  readonly logGroup: ILogGroup;
  /** ARN of the cluster, or a pattern where the cluster does not exist yet. */
  readonly clusterArn: string;
  /** ARN of the secret that RDS manages for the cluster, or a pattern where it does not exist yet. */
  readonly managedSecretArn?: string;
  /** ARN of the secret of a global database, which RDS does not manage. */
  readonly databaseSecretArn?: string;
  readonly roleName?: string;
}

/** What the workload may do: find its database, and talk to it. */
export function workloadRole(scope: Construct, id: string, props: WorkloadRoleProps): Role {
  const { account } = props.config;
  const { parameters } = namesOf(props.config);
  const role = new Role(scope, id, {
    roleName: props.roleName,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: 'The workload: reads where its database is and runs SQL over the Data API',
  });
  props.logGroup.grantWrite(role);
  role.addToPolicy(
    new PolicyStatement({
      actions: ['ssm:GetParameters'],
      resources: [parameters.clusterArn, parameters.secretArn].map(
        (name) => `arn:aws:ssm:${props.region}:${account}:parameter${name}`,
      ),
    }),
  );
  role.addToPolicy(new PolicyStatement({ actions: ['rds-data:ExecuteStatement'], resources: [props.clusterArn] }));
  const actions = ['secretsmanager:GetSecretValue'];
  const { managedSecretArn, databaseSecretArn } = props;
  if (managedSecretArn !== undefined)
    role.addToPolicy(
      new PolicyStatement({
        actions,
        resources: [managedSecretArn],
        // RDS tags the secret with the cluster that it belongs to.
        conditions: { StringLike: { 'aws:ResourceTag/aws:rds:primaryDBClusterArn': props.clusterArn } },
      }),
    );
  if (databaseSecretArn !== undefined)
    role.addToPolicy(new PolicyStatement({ actions, resources: [databaseSecretArn] }));
  return role;
}
