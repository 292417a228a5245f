import { IpAddresses, type ISecurityGroup, type IVpc, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface IsolatedNetworkProps {
  readonly cidr: string;
  /** Groups of subnets, one subnet of each in both zones. A new one goes to the end: its place decides its addresses. */
  readonly groups: readonly string[];
}

/**
 * A network for databases and caches alone: two zones, no way in or out. SQL travels over the Data API, so nothing needs
 * a route to it.
 */
export class IsolatedNetwork extends Construct {
  readonly vpc: IVpc;

  constructor(scope: Construct, id: string, props: IsolatedNetworkProps) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(props.cidr),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: props.groups.map((name) => ({
        name,
        subnetType: SubnetType.PRIVATE_ISOLATED,
        cidrMask: 26,
      })),
      // Emptying the default group takes a custom resource; nothing is ever put into that group.
      restrictDefaultSecurityGroup: false,
    });
  }

  /** A group without ingress and without egress. */
  closedSecurityGroup(id: string, description: string): ISecurityGroup {
    return new SecurityGroup(this, id, {
      vpc: this.vpc,
      description: `${description}: no ingress, no egress; SQL comes over the Data API`,
      allowAllOutbound: false,
    });
  }

  /**
   * A group that lets in the members of one other, which is made here too and is empty: the reference workload's
   * function stands in no network, and what is put into that group later reaches the cache and nothing else.
   */
  cacheSecurityGroup(): ISecurityGroup {
    const cache = new SecurityGroup(this, 'CacheSecurityGroup', {
      vpc: this.vpc,
      description: 'The cache: ingress from its clients, no egress',
      allowAllOutbound: false,
    });
    const clients = new SecurityGroup(this, 'CacheClients', {
      vpc: this.vpc,
      description: 'Clients of the cache: egress to the cache, no ingress',
      allowAllOutbound: false,
    });
    // Reads and writes on the first port, reads from a near replica on the second (ElastiCache User Guide, endpoints).
    clients.connections.allowTo(cache, Port.tcpRange(6379, 6380), 'TLS to the cache');
    return cache;
  }
}
