import { Annotations, CfnOutput, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { CfnHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { ZONE_NOT_MADE } from '../config/zone';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';

/**
 * The public zone, for a team that has none. It comes first and alone: before its name servers are entered at the
 * registrar no certificate under it is issued, and its id stands in the templates of both regions.
 */
export class ZoneStack extends PilotLightStack {
  constructor(scope: Construct, id: string, props: PilotLightStackProps) {
    const { zone: settings } = props.config;
    super(scope, id, props, { description: 'Pilot Light: the public hosted zone' });
    const zone = new CfnHostedZone(this, 'Zone', {
      name: settings.name,
      hostedZoneConfig: { comment: 'The names of the workload in both regions' },
      hostedZoneFeatures: settings.acceleratedRecovery ? { enableAcceleratedRecovery: true } : undefined,
    });
    zone.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    new CfnOutput(this, 'CreatedZoneId', { value: zone.attrId, description: 'For zone.id in the configuration' });
    new CfnOutput(this, 'NameServers', {
      value: Fn.join(' ', zone.attrNameServers),
      description: 'For the registrar, or for the zone above',
    });
    if (settings.id === ZONE_NOT_MADE) {
      Annotations.of(this).addInfo(
        'Only this stack, until zone.id is set: deploy it, enter its name servers at the registrar, and write its output ' +
          'CreatedZoneId as zone.id',
      );
    }
  }
}
