import { Annotations, CfnOutput, Duration } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  type IOrigin,
  PriceClass,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { OriginGroup, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { ReferenceWorkload } from '../config/reference-workload';
import { frontendNameOf, namesOf } from '../names';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';

/** CloudFront takes its certificates, and its orders, in this region only. */
export const EDGE_REGION = 'us-east-1';

export interface FrontendStackProps extends PilotLightStackProps {
  readonly workload: ReferenceWorkload;
}

/**
 * The frontend for browsers: one distribution over both buckets. While the primary bucket answers 5xx or not at all,
 * each request goes on to the replica, on CloudFront's data plane: a failover does nothing here, and needs nothing of
 * this stack, whose control planes are in us-east-1.
 */
export class FrontendStack extends PilotLightStack {
  constructor(scope: Construct, id: string, props: FrontendStackProps) {
    const { config, workload } = props;
    super(scope, id, props, { description: 'Pilot Light: the frontend at the edge, over both buckets' });
    const names = namesOf(config);
    const frontendName = frontendNameOf(config, workload);

    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: config.zone.id,
      zoneName: config.zone.name,
    });
    const certificate = new Certificate(this, 'Certificate', {
      domainName: frontendName,
      validation: CertificateValidation.fromDns(zone),
    });
    const originAccessControl = new S3OriginAccessControl(this, 'OriginAccess', {
      originAccessControlName: `${config.name}-frontend`,
      description: 'Signs every request to the buckets of the frontend',
    });
    const origin = (bucketId: string, bucketName: string, region: string): IOrigin =>
      S3BucketOrigin.withOriginAccessControl(Bucket.fromBucketAttributes(this, bucketId, { bucketName, region }), {
        originAccessControl,
        // Ten seconds three times is what CloudFront gives a silent origin by itself, before it asks the other.
        connectionAttempts: 2,
        connectionTimeout: Duration.seconds(2),
      });
    const distribution = new Distribution(this, 'Distribution', {
      comment: `${config.name}: the frontend, from the primary bucket or else its replica`,
      domainNames: [frontendName],
      certificate,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      defaultRootObject: 'index.html',
      priceClass: PriceClass.PRICE_CLASS_ALL,
      defaultBehavior: {
        origin: new OriginGroup({
          primaryOrigin: origin('Primary', names.frontendBucket, config.primaryRegion),
          fallbackOrigin: origin('Replica', names.replicaBucket, config.standbyRegion),
          // Not 403 or 404: what is missing in the primary is missing, and an old copy would hide a mistake.
          fallbackStatusCodes: [500, 502, 503, 504],
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      },
    });
    const regions = [...new Set([config.primaryRegion, config.standbyRegion, EDGE_REGION])];
    if (regions.length > 2)
      Annotations.of(this).addInfo(
        `It is deployed into ${EDGE_REGION}, since CloudFront takes certificates from there alone. Bootstrap that region as well: npx cdk bootstrap ${regions.map((region) => `aws://${config.account}/${region}`).join(' ')}`,
      );
    // The policies are in the buckets' own stacks: infra/workloads/cloudfront-read-access.ts.
    Annotations.of(this).acknowledgeWarning('@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac');

    const record = {
      zone,
      recordName: frontendName,
      target: RecordTarget.fromAlias(new CloudFrontTarget(distribution)),
    };
    // One name, one distribution: it is the distribution that fails over, so these records never change.
    new ARecord(this, 'Name', record);
    new AaaaRecord(this, 'NameV6', record);

    new CfnOutput(this, 'FrontendName', { value: frontendName });
    new CfnOutput(this, 'DistributionId', { value: distribution.distributionId });
    new CfnOutput(this, 'DistributionDomainName', { value: distribution.distributionDomainName });
  }
}
