import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { refuseOtherRegion } from './other-region';

declare module '../../world' {
  interface RegionalServices {
    readonly ec2: Ec2;
  }
}

/** A networking resource: it exists, has an id and properties. No packet ever passes. */
export type NetworkResource = {
  readonly id: string;
  readonly kind: NetworkKind;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
};

/** The prefix of the ids of each kind, and the error code for an id that is not there (EC2 API, error codes). */
const KINDS = {
  vpc: { prefix: 'vpc', notFound: 'InvalidVpcID.NotFound' },
  subnet: { prefix: 'subnet', notFound: 'InvalidSubnetID.NotFound' },
  routeTable: { prefix: 'rtb', notFound: 'InvalidRouteTableID.NotFound' },
  routeTableAssociation: { prefix: 'rtbassoc', notFound: 'InvalidAssociationID.NotFound' },
  route: { prefix: 'r', notFound: 'InvalidRoute.NotFound' },
  internetGateway: { prefix: 'igw', notFound: 'InvalidInternetGatewayID.NotFound' },
  gatewayAttachment: { prefix: 'igwattach', notFound: 'Gateway.NotAttached' },
  securityGroup: { prefix: 'sg', notFound: 'InvalidGroup.NotFound' },
  securityGroupRule: { prefix: 'sgr', notFound: 'InvalidSecurityGroupRuleId.NotFound' },
  networkAcl: { prefix: 'acl', notFound: 'InvalidNetworkAclID.NotFound' },
  vpcEndpoint: { prefix: 'vpce', notFound: 'InvalidVpcEndpointId.NotFound' },
  flowLog: { prefix: 'fl', notFound: 'InvalidFlowLogId.NotFound' },
  natGateway: { prefix: 'nat', notFound: 'NatGatewayNotFound' },
  address: { prefix: 'eipalloc', notFound: 'InvalidAllocationID.NotFound' },
} as const;
export type NetworkKind = keyof typeof KINDS;

/** What the properties of one resource say of another: it must be there, and stays as long as it is named. */
export type NetworkReference = { readonly kind: NetworkKind; readonly id: string };

/** The networks of one region: what exists, and what depends on what. The EC2 API itself is not modelled. */
export class Ec2 {
  readonly service: Service = { signingName: 'ec2', operations: {} };
  readonly #region: Region;
  readonly #resources = new Map<string, NetworkResource & { readonly references: readonly NetworkReference[] }>();

  constructor(region: Region) {
    this.#region = region;
  }

  vpc(id: string): NetworkResource | undefined {
    return this.find('vpc', id);
  }

  subnet(id: string): NetworkResource | undefined {
    return this.find('subnet', id);
  }

  securityGroup(id: string): NetworkResource | undefined {
    return this.find('securityGroup', id);
  }

  find(kind: NetworkKind, id: string): NetworkResource | undefined {
    const resource = this.#resources.get(id);
    return resource?.kind === kind ? resource : undefined;
  }

  create(
    kind: NetworkKind,
    content: Pick<NetworkResource, 'properties' | 'tags'> & { readonly references?: readonly NetworkReference[] },
  ): NetworkResource {
    const references = content.references ?? [];
    for (const reference of references) this.#require(reference);
    refuseOtherRegion(this.#region.name, kind, content.properties);
    if (kind === 'subnet') this.#refuseConflict(content.properties);
    const { random } = this.#region.world;
    const { properties, tags } = content;
    const id = `${KINDS[kind].prefix}-0${random.hex(`ec2/${this.#region.name}`, 16)}`;
    const resource = { id, kind, properties, tags, references };
    this.#resources.set(id, resource);
    return resource;
  }

  /** Gives a resource other properties or tags; its id and what it refers to stay. */
  change(id: string, content: Pick<NetworkResource, 'properties' | 'tags'>): void {
    const resource = this.#resources.get(id);
    if (resource !== undefined) this.#resources.set(id, { ...resource, ...content });
  }

  /** @throws AwsError DependencyViolation while something refers to the resource */
  delete(id: string): void {
    const user = [...this.#resources.values()].find(({ references }) => references.some((one) => one.id === id));
    if (user !== undefined) {
      throw new AwsError('DependencyViolation', `${id} has a dependent object (${user.id}) and cannot be deleted.`);
    }
    this.#resources.delete(id);
  }

  /** The text is EC2's own, as people who changed the subnets of a network with the CDK report it (aws/aws-cdk). */
  #refuseConflict({ VpcId, CidrBlock }: Readonly<Record<string, unknown>>): void {
    const conflicts = [...this.#resources.values()].some(
      ({ kind, properties }) =>
        kind === 'subnet' && properties['VpcId'] === VpcId && overlap(properties['CidrBlock'], CidrBlock),
    );
    if (!conflicts) return;
    throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${String(CidrBlock)}' conflicts with another subnet`);
  }

  #require({ kind, id }: NetworkReference): void {
    if (this.find(kind, id) !== undefined) return;
    throw new AwsError(KINDS[kind].notFound, `The ${kind} ID '${id}' does not exist`);
  }
}

/** Whether two ranges such as `10.1.0.0/26` have an address in common. */
function overlap(one: unknown, other: unknown): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a !== undefined && b !== undefined && a.first < b.end && b.first < a.end;
}

function rangeOf(cidr: unknown): { readonly first: number; readonly end: number } | undefined {
  if (typeof cidr !== 'string') return undefined;
  const [address = '', bits] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = Math.floor(number / size) * size;
  return { first, end: first + size };
}
