import { SecurityGroup, SubnetType, Vpc, IpAddresses, type ISecurityGroup, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface IsolatedNetworkProps {
  readonly cidr: string;
}

/**
 * A network for the database alone: two zones, no way in or out. SQL travels over the Data API, so nothing needs a
 * route to it.
 */
export class IsolatedNetwork extends Construct {
  readonly vpc: IVpc;
  readonly databaseSecurityGroup: ISecurityGroup;

  constructor(scope: Construct, id: string, props: IsolatedNetworkProps) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(props.cidr),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'database', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
      // Emptying the default group takes a custom resource; nothing is ever put into that group.
      restrictDefaultSecurityGroup: false,
    });
    this.databaseSecurityGroup = new SecurityGroup(this, 'DatabaseSecurityGroup', {
      vpc: this.vpc,
      description: 'The database: no ingress, no egress; SQL comes over the Data API',
      allowAllOutbound: false,
    });
  }
}
