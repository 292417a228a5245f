import type { NetworkKind, NetworkResource } from './ec2';

/** One EC2 resource type as CloudFormation knows it. */
export type NetworkType = {
  readonly type: string;
  readonly kind: NetworkKind;
  /** Every property that is modelled; those that name other resources say of which kind. */
  readonly properties: Readonly<Record<string, NetworkKind | 'value'>>;
  /** Properties that can change while the resource stays. Tags always can. */
  readonly mutable?: readonly string[];
  /** The name of the attribute that repeats the id. */
  readonly idAttribute?: string;
  readonly attributes?: (resource: NetworkResource) => Readonly<Record<string, unknown>>;
  readonly actions: Readonly<Record<'create' | 'update' | 'delete', readonly string[]>>;
};

const tagged = (create: string, remove: string, update: readonly string[] = []) => ({
  create: [create, 'ec2:CreateTags'],
  update: [...update, 'ec2:CreateTags', 'ec2:DeleteTags'],
  delete: [remove],
});
const plain = (create: string, remove: string) => ({ create: [create], update: [create], delete: [remove] });

const RULE_PROPERTIES = {
  IpProtocol: 'value',
  FromPort: 'value',
  ToPort: 'value',
  CidrIp: 'value',
  CidrIpv6: 'value',
  Description: 'value',
  GroupId: 'securityGroup',
} as const;

/** The EC2 types that CDK's Vpc, SecurityGroup and endpoints emit. */
export const NETWORK_TYPES: readonly NetworkType[] = [
  {
    type: 'AWS::EC2::VPC',
    kind: 'vpc',
    properties: {
      CidrBlock: 'value',
      EnableDnsHostnames: 'value',
      EnableDnsSupport: 'value',
      InstanceTenancy: 'value',
    },
    mutable: ['EnableDnsHostnames', 'EnableDnsSupport'],
    idAttribute: 'VpcId',
    attributes: ({ id, properties }) => ({
      CidrBlock: properties['CidrBlock'],
      DefaultSecurityGroup: id.replace('vpc-', 'sg-'),
      DefaultNetworkAcl: id.replace('vpc-', 'acl-'),
      Ipv6CidrBlocks: [],
    }),
    actions: tagged('ec2:CreateVpc', 'ec2:DeleteVpc', ['ec2:ModifyVpcAttribute']),
  },
  {
    type: 'AWS::EC2::Subnet',
    kind: 'subnet',
    properties: { VpcId: 'vpc', CidrBlock: 'value', AvailabilityZone: 'value', MapPublicIpOnLaunch: 'value' },
    mutable: ['MapPublicIpOnLaunch'],
    idAttribute: 'SubnetId',
    attributes: ({ id, properties }) => ({
      AvailabilityZone: properties['AvailabilityZone'],
      CidrBlock: properties['CidrBlock'],
      VpcId: properties['VpcId'],
      NetworkAclAssociationId: id.replace('subnet-', 'aclassoc-'),
      Ipv6CidrBlocks: [],
    }),
    actions: tagged('ec2:CreateSubnet', 'ec2:DeleteSubnet', ['ec2:ModifySubnetAttribute']),
  },
  {
    type: 'AWS::EC2::RouteTable',
    kind: 'routeTable',
    properties: { VpcId: 'vpc' },
    idAttribute: 'RouteTableId',
    actions: tagged('ec2:CreateRouteTable', 'ec2:DeleteRouteTable'),
  },
  {
    type: 'AWS::EC2::SubnetRouteTableAssociation',
    kind: 'routeTableAssociation',
    properties: { RouteTableId: 'routeTable', SubnetId: 'subnet' },
    idAttribute: 'Id',
    actions: plain('ec2:AssociateRouteTable', 'ec2:DisassociateRouteTable'),
  },
  {
    type: 'AWS::EC2::Route',
    kind: 'route',
    properties: {
      RouteTableId: 'routeTable',
      DestinationCidrBlock: 'value',
      DestinationIpv6CidrBlock: 'value',
      GatewayId: 'internetGateway',
      NatGatewayId: 'natGateway',
    },
    actions: plain('ec2:CreateRoute', 'ec2:DeleteRoute'),
  },
  {
    type: 'AWS::EC2::InternetGateway',
    kind: 'internetGateway',
    properties: {},
    idAttribute: 'InternetGatewayId',
    actions: tagged('ec2:CreateInternetGateway', 'ec2:DeleteInternetGateway'),
  },
  {
    type: 'AWS::EC2::VPCGatewayAttachment',
    kind: 'gatewayAttachment',
    properties: { VpcId: 'vpc', InternetGatewayId: 'internetGateway' },
    actions: plain('ec2:AttachInternetGateway', 'ec2:DetachInternetGateway'),
  },
  {
    type: 'AWS::EC2::SecurityGroup',
    kind: 'securityGroup',
    properties: {
      VpcId: 'vpc',
      GroupDescription: 'value',
      GroupName: 'value',
      SecurityGroupIngress: 'value',
      SecurityGroupEgress: 'value',
    },
    mutable: ['SecurityGroupIngress', 'SecurityGroupEgress'],
    idAttribute: 'GroupId',
    attributes: ({ id, properties }) => ({ Id: id, VpcId: properties['VpcId'] }),
    actions: tagged('ec2:CreateSecurityGroup', 'ec2:DeleteSecurityGroup', [
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:AuthorizeSecurityGroupEgress',
      'ec2:RevokeSecurityGroupIngress',
      'ec2:RevokeSecurityGroupEgress',
    ]),
  },
  {
    type: 'AWS::EC2::SecurityGroupIngress',
    kind: 'securityGroupRule',
    properties: { ...RULE_PROPERTIES, SourceSecurityGroupId: 'securityGroup' },
    idAttribute: 'Id',
    actions: plain('ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'),
  },
  {
    type: 'AWS::EC2::SecurityGroupEgress',
    kind: 'securityGroupRule',
    properties: { ...RULE_PROPERTIES, DestinationSecurityGroupId: 'securityGroup' },
    idAttribute: 'Id',
    actions: plain('ec2:AuthorizeSecurityGroupEgress', 'ec2:RevokeSecurityGroupEgress'),
  },
  {
    type: 'AWS::EC2::NetworkAcl',
    kind: 'networkAcl',
    properties: { VpcId: 'vpc' },
    idAttribute: 'Id',
    actions: tagged('ec2:CreateNetworkAcl', 'ec2:DeleteNetworkAcl'),
  },
  {
    // What is rejected is not logged in the simulation: nothing sends packets.
    type: 'AWS::EC2::FlowLog',
    kind: 'flowLog',
    properties: {
      ResourceId: 'vpc',
      ResourceType: 'value',
      TrafficType: 'value',
      LogDestinationType: 'value',
      LogDestination: 'value',
    },
    idAttribute: 'Id',
    actions: tagged('ec2:CreateFlowLogs', 'ec2:DeleteFlowLogs'),
  },
  {
    type: 'AWS::EC2::VPCEndpoint',
    kind: 'vpcEndpoint',
    properties: {
      VpcId: 'vpc',
      ServiceName: 'value',
      VpcEndpointType: 'value',
      PolicyDocument: 'value',
      PrivateDnsEnabled: 'value',
      RouteTableIds: 'routeTable',
      SubnetIds: 'subnet',
      SecurityGroupIds: 'securityGroup',
    },
    mutable: ['PolicyDocument', 'PrivateDnsEnabled'],
    idAttribute: 'Id',
    attributes: () => ({ DnsEntries: [], NetworkInterfaceIds: [] }),
    actions: tagged('ec2:CreateVpcEndpoint', 'ec2:DeleteVpcEndpoints', ['ec2:ModifyVpcEndpoint']),
  },
  {
    type: 'AWS::EC2::NatGateway',
    kind: 'natGateway',
    properties: { SubnetId: 'subnet', AllocationId: 'address', ConnectivityType: 'value' },
    idAttribute: 'NatGatewayId',
    actions: tagged('ec2:CreateNatGateway', 'ec2:DeleteNatGateway'),
  },
  {
    type: 'AWS::EC2::EIP',
    kind: 'address',
    properties: { Domain: 'value' },
    idAttribute: 'AllocationId',
    // 192.0.2.0/24 is for documentation (RFC 5737).
    attributes: ({ id }) => ({ PublicIp: `192.0.2.${Number.parseInt(id.slice(-2), 16)}` }),
    actions: tagged('ec2:AllocateAddress', 'ec2:ReleaseAddress'),
  },
];
