import { Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { HealthCheck, HealthCheckType } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { STANDBY_SERVES } from '../../functions/answerSwitch/contract';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { AnswerSwitch } from './functions/answer-switch';
import type { RecoveryResources } from './functions/recovery-function';

export interface SwitchEndpointProps {
  readonly config: Config;
  readonly resources: RecoveryResources;
}

/**
 * The faster half of the traffic switch: an endpoint in the standby region that is healthy while the standby serves, and
 * an inverted health check on it. A new inverted check is unhealthy until it has been told something, so this one is made
 * here, long before the record that heeds it (docs/adr/0010-the-endpoint-switch-is-held-by-the-metric.md).
 */
export class SwitchEndpoint extends Construct {
  readonly host: string;
  readonly healthCheckId: string;

  constructor(scope: Construct, id: string, { config, resources }: SwitchEndpointProps) {
    super(scope, id);
    const path = '/serves';
    const api = new HttpApi(this, 'Api', { apiName: namesOf(config).switchApi });
    const { function: handler } = new AnswerSwitch(this, 'AnswerSwitch', resources);
    api.addRoutes({
      path,
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('Integration', handler),
    });
    this.host = `${api.apiId}.execute-api.${Stack.of(this).region}.amazonaws.com`;
    this.healthCheckId = new HealthCheck(this, 'PrimaryServes', {
      type: HealthCheckType.HTTPS_STR_MATCH,
      fqdn: this.host,
      port: 443,
      resourcePath: path,
      searchString: STANDBY_SERVES,
      requestInterval: Duration.seconds(10),
      // The text cannot be there by accident, and the metric holds what was said.
      failureThreshold: 1,
      inverted: true,
    }).healthCheckId;
  }
}
