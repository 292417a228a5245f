import { RemovalPolicy } from 'aws-cdk-lib';
import { ApiMapping, CfnStage, CorsHttpMethod, DomainName, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { ReferenceWorkload } from '../config/reference-workload';
import type { Config } from '../config/schema';

export interface WorkloadApiProps {
  readonly config: Config;
  readonly apiName: string;
  /** The name of this region's API; the public name leads to one of the two. */
  readonly regionalName: string;
  readonly throttling: ReferenceWorkload['throttling'];
}

/**
 * The HTTP API of one region, under the public name in both: whichever region the name leads to answers with a valid
 * certificate. Creating an API or its domain needs Route 53's control plane, so it is done ahead of time.
 */
export class WorkloadApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: WorkloadApiProps) {
    super(scope, id);
    const { config, apiName, regionalName, throttling } = props;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: config.zone.id,
      zoneName: config.zone.name,
    });
    const certificate = new Certificate(this, 'Certificate', {
      domainName: config.traffic.publicName,
      validation: CertificateValidation.fromDns(zone),
    });
    const domainName = new DomainName(this, 'Domain', { domainName: config.traffic.publicName, certificate });
    this.api = new HttpApi(this, 'Api', {
      apiName,
      // Under its own name the API would answer whoever knows it, also while the public name leads elsewhere.
      disableExecuteApiEndpoint: true,
      corsPreflight: {
        allowOrigins: [`https://${config.zone.name}`, `https://www.${config.zone.name}`],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
        allowHeaders: ['content-type'],
      },
    });
    const stage = this.api.defaultStage?.node.defaultChild;
    if (!(stage instanceof CfnStage)) throw new Error(`${this.api.node.path} has no default stage`);
    stage.accessLogSettings = this.#requestLog(apiName);
    stage.defaultRouteSettings = {
      throttlingRateLimit: throttling.requestsPerSecond,
      throttlingBurstLimit: throttling.burst,
    };
    new ApiMapping(this, 'Mapping', { api: this.api, domainName });
    new ARecord(this, 'RegionalName', {
      zone,
      recordName: regionalName,
      target: RecordTarget.fromAlias(
        new ApiGatewayv2DomainProperties(domainName.regionalDomainName, domainName.regionalHostedZoneId),
      ),
    });
  }

  /** One line a request: who, what, and what became of it. */
  #requestLog(apiName: string): CfnStage.AccessLogSettingsProperty {
    const group = new LogGroup(this, 'RequestLogs', {
      // The service's own prefix, so that log delivery needs no growing resource policy (API Gateway Developer Guide).
      logGroupName: `/aws/vendedlogs/apis/${apiName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const fields = [
      'requestId',
      'requestTime',
      'routeKey',
      'protocol',
      'status',
      'responseLength',
      'integrationErrorMessage',
    ];
    const format = Object.fromEntries([...fields, 'identity.sourceIp'].map((field) => [field, `$context.${field}`]));
    return { destinationArn: group.logGroupArn, format: JSON.stringify(format) };
  }
}
